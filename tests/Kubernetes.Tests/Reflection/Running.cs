namespace Muster.Kubernetes.Tests;

/// <summary>A reflector that runs, with its consumer.</summary>
internal sealed class Running : IAsyncDisposable
{
    // Pauses are short, so that a test sees many of them; bounds of time are far away unless a test asks.
    public static readonly ReflectorOptions Quick = new()
    {
        FirstPause = TimeSpan.FromMilliseconds(10),
        LongestPause = TimeSpan.FromMilliseconds(200),
        ResumeJitter = TimeSpan.FromMilliseconds(5),
    };

    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly Task _run;

    public Running(IApiServer server, string path, ReflectorOptions? options = null, string? labels = null, string? fields = null, RelistGate? gate = null, int seed = 1)
    {
        var source = new ReflectorSource<Item>(path, labels, fields, ItemJson.Default.Item, Item.Identity);
        Reflector = new Reflector<Item>(server, source, Sink, gate ?? new RelistGate(), options ?? Quick, TimeProvider.System, new Random(seed));
        _run = Reflector.RunAsync(_stop.Token);
    }

    public RecordingSink Sink { get; } = new();

    public Reflector<Item> Reflector { get; }

    public Task SyncedAsync() => Eventually.TrueAsync("synced", () => Reflector.IsSynced, () => $"{Reflector.LastTrouble}");

    /// <summary>Waits until the consumer has exactly these versions, and nothing went wrong on the way there.</summary>
    public async Task HasAsync(Func<IReadOnlyDictionary<string, string>> revisionsByUid, TimeSpan? patience = null)
    {
        await Eventually.TrueAsync("the server's state", () => Same(revisionsByUid()), () => $"{Difference(revisionsByUid())}; {Reflector.LastTrouble}", patience);
        Assert.Empty(Sink.Violations);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run;
        _stop.Dispose();
    }

    private bool Same(IReadOnlyDictionary<string, string> expected) =>
        Reflector.IsSynced && Sink.Items.Count == expected.Count && expected.All(e => Sink.Items.TryGetValue(e.Key, out var item) && item.Metadata.ResourceVersion == e.Value);

    private string Difference(IReadOnlyDictionary<string, string> expected) =>
        $"{Sink.Items.Count} of {expected.Count} objects, synced: {Reflector.IsSynced}, "
        + $"missing {expected.Keys.Except(Sink.Items.Keys).Count()}, too many {Sink.Items.Keys.Except(expected.Keys).Count()}";
}
