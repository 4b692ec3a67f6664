using Microsoft.Extensions.Logging.Abstractions;

namespace Muster.Kubernetes.Tests;

/// <summary>One hostile object must not cost the others.</summary>
public sealed class HostileObjectTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/pods";

    // Small, so that the test need not send megabytes.
    private static readonly ReflectorOptions Options = Running.Quick with { MaxObjectBytes = 64 * 1024 };

    private FakeApiServer _fake = null!;
    private PlainApiServer _server = null!;

    private FakeStore Store => _fake.Store;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeApiServer.StartAsync();
        _server = new PlainApiServer(_fake.Access);
        for (var i = 0; i < 5; i++)
            Store.Create("pods", "default", $"pod-{i}");
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _fake.DisposeAsync();
    }

    public static TheoryData<string> Malformed => new(
        """{"metadata":{"name":5,"uid":{},"resourceVersion":[1,[2,{}]]},"spec":[]}""",
        """{"metadata":[]}""",
        "5",
        "null",
        "[[[[[[]]]]]]",
        """{"metadata":{"name":"\ud800","uid":"\ud800","resourceVersion":"\udfff"}}""",
        """{"metadata":{"name":"pod-x","uid":"","resourceVersion":""}}""");

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Run_MalformedObjectInTheList_CostsOnlyItself(string wire)
    {
        _fake.Faults.Disguises["pod-2"] = _ => wire;
        await using var running = new Running(_server, Pods, Options);
        await running.SyncedAsync();
        Assert.Equal(4, running.Sink.Items.Count);
        Assert.True(running.Sink.Saw(ReflectorTroubleKind.Malformed));
        Assert.True(running.Reflector.PassedOver > 0);
    }

    [Theory]
    [MemberData(nameof(Malformed))]
    public async Task Run_KnownObjectBecomesMalformed_IsKeptAndTheRestGoesOn(string wire)
    {
        await using var running = new Running(_server, Pods, Options);
        await running.SyncedAsync();
        _fake.Faults.Disguises["pod-2"] = _ => wire;
        Store.Touch("pods", "default", "pod-2", "hostile");
        Store.Touch("pods", "default", "pod-3", "good");
        await Eventually.TrueAsync("the good change", () => running.Sink.Log.Contains("modified pod-3"));
        await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, running.Sink.Items.Count);
        Assert.Empty(running.Sink.DeletedUids);

        _fake.Faults.Disguises.Clear();
        await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        await HasAsync(running);
    }

    [Theory]
    [InlineData("this is no JSON")]
    [InlineData("")]
    [InlineData("{\"type\":\"ADDED\"}")]
    [InlineData("{\"type\":\"NEWS\",\"object\":{}}")]
    [InlineData("{\"type\":\"ADDED\",\"object\":{\"metadata\":{\"name\":\"half")]
    [InlineData("{\"type\":\"BOOKMARK\",\"object\":{}}")]
    [InlineData("{\"type\":\"DELETED\",\"object\":{}}")]
    public async Task Run_LineThatSaysNothing_IsPassedOverAndHealedWhenTheWatchEnds(string line)
    {
        await using var running = new Running(_server, Pods, Options);
        await running.SyncedAsync();
        Store.Say("pods", line);
        Store.Touch("pods", "default", "pod-3", "good");
        await HasAsync(running);
        Assert.Equal(1, _fake.Lists);
        _fake.EndWatches();
        await Eventually.TrueAsync("a list", () => running.Sink.Syncs == 2);
        await HasAsync(running);
    }

    [Fact]
    public async Task Run_ObjectInTypeLastOrder_IsRead()
    {
        await using var running = new Running(_server, Pods, Options);
        await running.SyncedAsync();
        Store.Say("pods", $$$"""{"object":{"metadata":{"name":"late","uid":"u-late","resourceVersion":"{{{Store.Revision + 1}}}"}},"type":"ADDED"}""");
        await Eventually.TrueAsync("the object", () => running.Sink.Items.ContainsKey("u-late"));
    }

    [Fact]
    public async Task Run_OversizedObjectInTheWatch_EndsTheStreamAndIsPassedOverInTheList()
    {
        await using var running = new Running(_server, Pods, Options);
        await running.SyncedAsync();
        _fake.Faults.Disguises["pod-2"] = Padded;
        Store.Touch("pods", "default", "pod-2", "hostile");
        await Eventually.TrueAsync("a second list", () => running.Sink.Syncs == 2);
        Assert.True(running.Sink.Saw(ReflectorTroubleKind.Oversized));
        Store.Touch("pods", "default", "pod-3", "good");
        await Eventually.TrueAsync("the good change", () => running.Sink.Log.Contains("modified pod-3"));
        Assert.Equal(5, running.Sink.Items.Count);
        Assert.Empty(running.Sink.DeletedUids);

        _fake.Faults.Disguises.Clear();
        Store.Touch("pods", "default", "pod-2", "tame");
        await HasAsync(running);
    }

    [Fact]
    public async Task Run_OversizedObjectInTheList_CostsOnlyItself()
    {
        _fake.Faults.Disguises["pod-2"] = Padded;
        await using var running = new Running(_server, Pods, Options);
        await running.SyncedAsync();
        Assert.Equal(4, running.Sink.Items.Count);
        Assert.True(running.Sink.Saw(ReflectorTroubleKind.Oversized));
    }

    [Fact]
    public async Task Run_PageLargerThanAnAnswerMayBe_IsReadInSmallerOnes()
    {
        for (var i = 0; i < 5; i++)
            _fake.Faults.Disguises[$"pod-{i}"] = static plain => plain[..^1] + $$$""","data":{"x":"{{{new string('x', 40_000)}}}" } }""";
        using var bounded = new ApiServer(
            new FixedCredentials(_fake.Access), new ApiServerOptions { MaxAnswerBytes = 100_000, Addresses = new AddressRules { AllowLoopback = true } }, TimeProvider.System, NullLogger.Instance);
        await using var running = new Running(bounded, Pods, Options);
        await HasAsync(running);
        Assert.Equal(0, running.Reflector.PassedOver);
    }

    private static string Padded(string plain) => plain[..^1] + $$$""","data":{"x":"{{{new string('x', 100_000)}}}"}}""";

    private Task HasAsync(Running running) => running.HasAsync(() => Store.Revisions("pods"));
}
