using System.Collections.Immutable;
using System.Threading.Channels;
using Muster.Silo;

namespace Muster.ControlPlane;

/// <summary>
/// The kubelets of a cluster's nodes, without machines: they take or reject pods as kubelets do, run them for the time that their
/// annotations say, report, and honour deletion. What really ran is in <see cref="ReadRuns"/>, whatever Muster believes.
/// </summary>
public sealed partial class HollowNodes : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ControlPlane _plane;
    private readonly HollowOptions _options;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, Machine> _machines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, HollowPod> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunRecord> _runs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RunRecord> _foreignRuns = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeCapacity> _capacities = new(StringComparer.Ordinal);
    private readonly Timer _timer;

    // Each pod is in it once at most.
    private readonly Channel<HollowPod> _writes = Channel.CreateUnbounded<HollowPod>();
    private Task _work = Task.CompletedTask;

    private HollowNodes(ControlPlane plane, HollowOptions options)
    {
        (_plane, _options) = (plane, options);
        _timer = new Timer(_ => OnTimer());
    }

    /// <summary>The cluster's name.</summary>
    public string Cluster => _plane.Name;

    /// <summary>Registers nodes and starts their kubelets. Pods that are running on them already run on.</summary>
    /// <exception cref="HttpRequestException">The API server refused a node.</exception>
    public static async Task<HollowNodes> StartAsync(
        ControlPlane plane, IEnumerable<HollowNode> nodes, HollowOptions options, CancellationToken cancellationToken)
    {
        var hollow = new HollowNodes(plane, options);
        try
        {
            await Parallel.ForEachAsync(nodes, new ParallelOptions { MaxDegreeOfParallelism = options.Writers, CancellationToken = cancellationToken },
                async (node, token) => await hollow.AddAsync(node, token));
        }
        catch
        {
            await hollow.DisposeAsync();
            throw;
        }
        hollow.Begin();
        return hollow;
    }

    /// <summary>What really ran here of Muster's pods, in order of binding.</summary>
    public ImmutableArray<RunRecord> ReadRuns()
    {
        lock (_gate)
            return [.. _runs.Values.OrderBy(r => r.Bound)];
    }

    /// <summary>What ran here of others' pods; each counts as a job of its own, of attempt 0-0.</summary>
    public ImmutableArray<RunRecord> ReadForeignRuns()
    {
        lock (_gate)
            return [.. _foreignRuns.Values.OrderBy(r => r.Bound)];
    }

    /// <summary>What all nodes physically have, removed ones included.</summary>
    public ImmutableArray<NodeCapacity> Machines()
    {
        lock (_gate)
            return [.. _capacities.Values];
    }

    /// <summary>Stops all kubelets; nodes and pods stay as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _writes.Writer.TryComplete();
        await _timer.DisposeAsync();
        await _work;
        _stopping.Dispose();
    }

    private void Begin()
    {
        var loops = Enumerable.Range(0, _options.Writers).Select(_ => WriteAllAsync(_stopping.Token))
            .Append(new PodWatch(_plane.AdminClient, new Sink(this)).RunAsync(_stopping.Token));
        if (_options.Heartbeat is { } period)
            loops = loops.Append(BeatAsync(period, _stopping.Token));
        _work = Task.WhenAll(loops.ToList());
    }

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();

    private sealed class Sink(HollowNodes owner) : IPodSink
    {
        public void SeeAll(IReadOnlyCollection<PodFacts> pods) => owner.SeeAll(pods);

        public void See(PodFacts pod) => owner.See(pod);

        public void SeeGone(string uid) => owner.SeeGone(uid);
    }
}
