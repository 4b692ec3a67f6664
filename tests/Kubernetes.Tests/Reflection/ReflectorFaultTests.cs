using System.Net;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>What a real API server does not show on demand.</summary>
public sealed class ReflectorFaultTests : IAsyncLifetime
{
    private const string Pods = "/api/v1/pods";

    private FakeApiServer _fake = null!;
    private PlainApiServer _server = null!;

    private FakeStore Store => _fake.Store;

    public async ValueTask InitializeAsync()
    {
        _fake = await FakeApiServer.StartAsync();
        _server = new PlainApiServer(_fake.Access);
    }

    public async ValueTask DisposeAsync()
    {
        _server.Dispose();
        await _fake.DisposeAsync();
    }

    [Theory]
    [InlineData(FakeExpiry.Http)]
    [InlineData(FakeExpiry.InStream)]
    [InlineData(FakeExpiry.Silent)]
    [InlineData(FakeExpiry.Break)]
    internal async Task Run_RevisionForgotten_ListsInWhateverFormItIsTold(FakeExpiry expiry)
    {
        Make(5);
        await using var running = await RunAsync();
        _fake.Faults.Expiry = expiry;
        _fake.Faults.RefuseWatches = (int.MaxValue, HttpStatusCode.ServiceUnavailable);
        _fake.CutWatches();
        Store.Delete("pods", "default", "pod-1");
        Store.Create("pods", "default", "pod-2");
        Store.Skip();
        Store.Compact();
        _fake.Faults.RefuseWatches = (0, default);
        await HasAsync(running);
        Assert.Equal(2, running.Sink.DeletedUids.Count);
        Assert.InRange(_fake.Lists, 2, 4);
    }

    [Fact]
    public async Task Run_NormalEnd_ResumesWithoutAList()
    {
        Make(5);
        await using var running = await RunAsync();
        for (var i = 0; i < 5; i++)
        {
            Store.Touch("pods", "default", "pod-1", $"{i}");
            await HasAsync(running);
            var opened = _fake.Watches;
            _fake.EndWatches();
            await Eventually.TrueAsync("a new watch", () => _fake.Watches > opened);
        }
        await HasAsync(running);
        Assert.Equal(1, _fake.Lists);
    }

    [Fact]
    public async Task Run_ThreeWatchesThatEndAtOnce_AreAnsweredByAList()
    {
        Make(1);
        await using var running = await RunAsync();
        _fake.Faults.Bookmarks = null;
        _fake.Faults.BarrenWatches = 2;
        _fake.CutWatches();
        Store.Touch("pods", "default", "pod-0", "a");
        await HasAsync(running);
        Assert.Equal(1, _fake.Lists);
        _fake.Faults.BarrenWatches = 3;
        _fake.CutWatches();
        await Eventually.TrueAsync("a second list", () => running.Sink.Syncs == 2);
    }

    [Fact]
    public async Task Run_Bookmarks_KeepTheRevisionFreshWhileNothingHappens()
    {
        Make(1);
        _fake.Faults.Bookmarks = TimeSpan.FromMilliseconds(20);
        await using var running = await RunAsync();
        var calls = running.Sink.Log.Count;
        Store.Skip();
        var begin = _fake.Bookmarked;
        await Eventually.TrueAsync("a bookmark", () => _fake.Bookmarked > begin + 2);
        Store.Compact();
        _fake.CutWatches();
        Store.Touch("pods", "default", "pod-0", "a");
        await HasAsync(running);
        Assert.Equal(1, _fake.Lists);
        Assert.Equal(calls + 1, running.Sink.Log.Count);
    }

    [Fact]
    public async Task Run_HalfOpenWatch_IsOpenedAnewAfterTheIdleLimit()
    {
        Make(3);
        await using var running = await RunAsync(Running.Quick with { Idle = TimeSpan.FromMilliseconds(600) });
        _fake.FreezeWatches();
        Store.Delete("pods", "default", "pod-1");
        await HasAsync(running);
        Assert.True(running.Sink.Saw(ReflectorTroubleKind.Silent));
        Assert.Equal(1, _fake.Lists);
    }

    [Theory]
    [InlineData(HttpStatusCode.Gone)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    public async Task Run_LaterPageFails_NothingOfTheListCounts(HttpStatusCode status)
    {
        Make(25);
        await using var running = await RunAsync(Running.Quick with { PageSize = 10 });
        var calls = running.Sink.Log.Count;
        _fake.Faults.RefusePages = (3, status);
        if (status == HttpStatusCode.Gone)
            await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        else
            await Assert.ThrowsAnyAsync<Exception>(() => running.Reflector.RelistAsync(TestContext.Current.CancellationToken));
        await Eventually.TrueAsync("a list", () => running.Sink.Syncs >= 2);
        await HasAsync(running);
        Assert.Equal(calls, running.Sink.Log.Count);
        Assert.Equal(5, _fake.Lists);
    }

    [Fact]
    public async Task Run_ListFromThePast_IsNotApplied()
    {
        var past = Store.Revision;
        Make(5);
        await using var running = await RunAsync();
        Store.Touch("pods", "default", "pod-1", "new");
        await HasAsync(running);
        var calls = running.Sink.Log.Count;

        _fake.Faults.ListAt = past + 3;
        var relist = running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync("older lists", () => running.Sink.Troubles.Count(t => t.Kind == ReflectorTroubleKind.Backwards) >= 3);
        Assert.False(relist.IsCompleted);
        Assert.False(running.Reflector.IsSynced);
        Assert.Equal(calls, running.Sink.Log.Count);

        _fake.Faults.ListAt = null;
        await relist;
        await HasAsync(running);
        Assert.Empty(running.Sink.DeletedUids);
    }

    [Fact]
    public async Task Run_HistorySetBackForGood_IsFollowedWithoutGivingUpWhatIsNewer()
    {
        Make(5);
        var past = Store.Revision;
        Store.Create("pods", "default", "newer");
        Store.Touch("pods", "default", "pod-1", "new");
        await using var running = await RunAsync(Running.Quick with { OlderListPatience = TimeSpan.Zero });
        _fake.Faults.ListAt = past;
        await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        await HasAsync(running);
        Assert.Empty(running.Sink.DeletedUids);
        Assert.DoesNotContain("modified pod-1", running.Sink.Log);
    }

    [Fact]
    public async Task Run_EventFromThePast_IsNotAppliedAndTheListIsReadAnew()
    {
        Make(3);
        var old = Store.Read("pods", "default", "pod-1")!.ToJsonString();
        Store.Touch("pods", "default", "pod-1", "new");
        await using var running = await RunAsync();
        Store.Say("pods", $$"""{"type":"DELETED","object":{{old}}}""");
        await Eventually.TrueAsync("a second list", () => running.Sink.Syncs == 2);
        await HasAsync(running);
        Assert.True(running.Sink.Saw(ReflectorTroubleKind.Backwards));
        Assert.Empty(running.Sink.DeletedUids);
    }

    [Fact]
    public async Task Run_EventSentTwice_IsToldOnce()
    {
        Make(1);
        await using var running = await RunAsync();
        var made = Store.Create("pods", "default", "twice");
        Store.Say("pods", $$"""{"type":"ADDED","object":{{made.ToJsonString()}}}""");
        Store.Create("pods", "default", "last");
        await HasAsync(running);
        Assert.Single(running.Sink.Log, static l => l == "added twice");
        Assert.Equal(1, _fake.Lists);
    }

    [Fact]
    public async Task Run_404OnTheList_IsNoEmptyList()
    {
        Make(5);
        await using var running = await RunAsync();
        _fake.Faults.RefuseLists = (3, HttpStatusCode.NotFound);
        var refusal = await Assert.ThrowsAsync<ApiException>(() => running.Reflector.RelistAsync(TestContext.Current.CancellationToken));
        Assert.True(refusal.IsNotFound);
        Assert.False(running.Reflector.IsSynced);
        await HasAsync(running);
        Assert.Empty(running.Sink.DeletedUids);
    }

    [Fact]
    public async Task Run_EmptyListWhereManyWere_IsReadAgainBeforeItCounts()
    {
        Make(25);
        await using var running = await RunAsync();
        _fake.Faults.EmptyLists = 1;
        await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        await HasAsync(running);
        Assert.Empty(running.Sink.DeletedUids);
        Assert.True(running.Sink.Saw(ReflectorTroubleKind.Emptied));

        _fake.Faults.EmptyLists = 2;
        await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        Assert.Equal(25, running.Sink.DeletedUids.Count);
    }

    [Theory]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Unauthorized)]
    public async Task Run_StormOfRefusals_IsWaitedOutWithPauses(HttpStatusCode status)
    {
        _fake.Faults.RefuseAll = (8, status);
        Make(3);
        var begin = TimeProvider.System.GetTimestamp();
        await using var running = await RunAsync();
        // 10, 20, ... 200 ms, of each at least a half.
        Assert.True(TimeProvider.System.GetElapsedTime(begin) > TimeSpan.FromMilliseconds(300));
        _fake.Faults.RefuseAll = (8, status);
        _fake.CutWatches();
        Store.Delete("pods", "default", "pod-1");
        await HasAsync(running);
    }

    [Fact]
    public async Task RelistAsync_ServerThatFails_SaysSo()
    {
        Make(1);
        await using var running = await RunAsync();
        _fake.Faults.RefuseLists = (1, HttpStatusCode.ServiceUnavailable);
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => running.Reflector.RelistAsync(TestContext.Current.CancellationToken));
        _fake.Faults.RefuseLists = (1, HttpStatusCode.Unauthorized);
        await Assert.ThrowsAsync<ClusterUnauthorizedException>(() => running.Reflector.RelistAsync(TestContext.Current.CancellationToken));
        Assert.Equal(ReflectorTroubleKind.Unauthorized, running.Reflector.LastTrouble?.Kind);
        await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        Assert.Null(running.Reflector.LastTrouble);
    }

    [Fact]
    public async Task RelistAsync_ListUnderWay_WaitsForTheNextOne()
    {
        Make(1);
        await using var running = await RunAsync();
        var hold = new TaskCompletionSource();
        _fake.PageHold = hold.Task;
        var first = running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        await Eventually.TrueAsync("a list under way", () => _fake.Lists == 2);
        var second = running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        _fake.PageHold = Task.CompletedTask;
        hold.SetResult();
        await first;
        await second;
        Assert.Equal(3, _fake.Lists);
    }

    [Fact]
    public async Task Run_ReflectorsOfOneCluster_ListNoMoreThanTwoAtATime()
    {
        Make(3);
        using var gate = new RelistGate();
        var hold = new TaskCompletionSource();
        _fake.PageHold = hold.Task;
        var all = Enumerable.Range(0, 6).Select(_ => new Running(_server, Pods, gate: gate)).ToArray();
        await Eventually.TrueAsync("two lists", () => _fake.Lists == 2);
        hold.SetResult();
        foreach (var running in all)
        {
            await HasAsync(running);
            await running.DisposeAsync();
        }
        Assert.Equal(2, _fake.MostLists);
        Assert.Equal(6, _fake.Lists);
    }

    [Fact]
    public async Task Run_MoreObjectsThanTheBound_AreNotTaken()
    {
        Make(5);
        await using var running = new Running(_server, Pods, Running.Quick with { MaxObjects = 5 });
        await running.SyncedAsync();
        Store.Create("pods", "default", "one-too-many");
        await Eventually.TrueAsync("told", () => running.Sink.Saw(ReflectorTroubleKind.TooMany) && !running.Reflector.IsSynced);
        Assert.Equal(5, running.Sink.Items.Count);
        Assert.Empty(running.Sink.DeletedUids);
        Store.Delete("pods", "default", "one-too-many");
        await HasAsync(running);
    }

    [Fact]
    public async Task Run_ConsumerThatThrows_IsToldOfTheRest()
    {
        Make(3);
        await using var running = await RunAsync();
        running.Sink.Fail = new InvalidOperationException("a fault of the consumer");
        Store.Touch("pods", "default", "pod-1", "a");
        Store.Touch("pods", "default", "pod-2", "b");
        await HasAsync(running);
        Assert.True(running.Sink.Saw(ReflectorTroubleKind.Sink));
    }

    [Fact]
    public async Task Run_ObjectThatTheSelectorNoLongerChooses_IsDeleted()
    {
        Make(2);
        await using var running = new Running(_server, Pods, fields: "spec.nodeName=");
        await running.SyncedAsync();
        await _server.CreateAsync("/api/v1/namespaces/default/pods/pod-1/binding", """{"target":{"name":"n1"}}"""u8.ToArray(), ItemJson.Default.Item, TestContext.Current.CancellationToken);
        await Eventually.TrueAsync("deleted", () => running.Sink.Log.Contains("deleted pod-1"));
        await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
        Assert.Single(running.Sink.Items);
        Assert.Empty(running.Sink.Violations);
    }

    private void Make(int count)
    {
        for (var i = 0; i < count; i++)
            Store.Create("pods", "default", $"pod-{i}");
    }

    private async Task<Running> RunAsync(ReflectorOptions? options = null)
    {
        var running = new Running(_server, Pods, options);
        await HasAsync(running);
        // What is done to watches is done to those that are open.
        await Eventually.TrueAsync("a watch", () => _fake.OpenWatches > 0);
        return running;
    }

    private Task HasAsync(Running running) => running.HasAsync(() => Store.Revisions("pods"));
}
