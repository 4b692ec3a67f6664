using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// What is wrong with the way to a simulated cluster; the cluster itself runs on. Every knob can be turned at any time, from
/// any thread. What befalls nodes and pods is the cluster's own: see <see cref="SimulatedCluster.LoseNode"/> and its like.
/// </summary>
public sealed class SimulatedFaults(int seed)
{
    private readonly Lock _gate = new();
    private readonly Random _random = new(seed);
    private readonly HashSet<FaultyWatch> _watches = [];
    private TaskCompletionSource _healed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _repliesToLose;

    /// <summary>Whether the cluster is cut off.</summary>
    public PartitionMode Partition
    {
        get;
        set
        {
            lock (_gate)
            {
                field = value;
                if (value != PartitionMode.Hang)
                {
                    _healed.TrySetResult();
                    _healed = new(TaskCreationOptions.RunContinuationsAsynchronously);
                }
            }
            if (value is not (PartitionMode.None or PartitionMode.Hang))
                Cut(WatchCut.Broken);
        }
    }

    /// <summary>What every call takes at least.</summary>
    public TimeSpan Latency { get; set; }

    /// <summary>What a call takes at most on top of that.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>The share of calls that fail before they have done anything, 0 to 1.</summary>
    public double LostRequests { get; set; }

    /// <summary>The share of writes that are done and fail all the same, 0 to 1.</summary>
    public double LostReplies { get; set; }

    /// <summary>The share of events that watches miss, 0 to 1.</summary>
    public double LostEvents { get; set; }

    /// <summary>What the cluster answers when pods are to be created; null when it creates them.</summary>
    public MusterException? CreationRefusal { get; set; }

    /// <summary>Lets the next writes be done and fail all the same.</summary>
    public void LoseNextReplies(int writes)
    {
        lock (_gate)
            _repliesToLose = writes;
    }

    /// <summary>Ends every watch that is open in the ordinary way.</summary>
    public void EndWatches() => Cut(WatchCut.Ended);

    /// <summary>Lets every watch that is open fail as too old.</summary>
    public void ExpireWatches() => Cut(WatchCut.Expired);

    internal TimeSpan NextLatency() => Latency + (Jitter > TimeSpan.Zero ? Jitter * Next() : TimeSpan.Zero);

    internal bool LosesRequest() => Happens(LostRequests);

    internal bool LosesEvent() => Happens(LostEvents);

    internal bool LosesReply()
    {
        lock (_gate)
        {
            if (_repliesToLose > 0)
            {
                _repliesToLose--;
                return true;
            }
        }
        return Happens(LostReplies);
    }

    /// <summary>Ends when the cluster no longer hangs.</summary>
    internal Task Healed()
    {
        lock (_gate)
            return Partition == PartitionMode.Hang ? _healed.Task : Task.CompletedTask;
    }

    internal FaultyWatch OpenWatch(CancellationToken cancellationToken)
    {
        var watch = new FaultyWatch(this, cancellationToken);
        lock (_gate)
        {
            _watches.Add(watch);
            // Cut off between the call's arrival and now.
            if (Partition is not (PartitionMode.None or PartitionMode.Hang))
                watch.Cut(WatchCut.Broken);
        }
        return watch;
    }

    internal void Forget(FaultyWatch watch)
    {
        lock (_gate)
            _watches.Remove(watch);
    }

    private void Cut(WatchCut cut)
    {
        FaultyWatch[] watches;
        lock (_gate)
            watches = [.. _watches];
        foreach (var watch in watches)
            watch.Cut(cut);
    }

    // No draw for what never happens: turning one knob does not change the luck of the others.
    private bool Happens(double rate) => rate > 0 && Next() < rate;

    private double Next()
    {
        lock (_gate)
            return _random.NextDouble();
    }
}
