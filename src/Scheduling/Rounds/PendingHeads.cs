using System.Runtime.InteropServices;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What the leaves of a tree have offered and still wait for. Not thread-safe: one owner at a time.</summary>
public sealed class PendingHeads
{
    private readonly Dictionary<QueueName, Dictionary<string, HeadLine>> _leaves = [];
    private readonly Dictionary<GangShape, HashSet<HeadLine>> _shapes = [];
    private readonly Dictionary<JobId, (HeadLine Line, PendingJob Job)> _jobs = [];

    /// <summary>Jobs offered and waiting.</summary>
    public int Count => _jobs.Count;

    /// <summary>The leaf that offered a job which waits; null for none.</summary>
    public QueueName? LeafOf(JobId job) => _jobs.TryGetValue(job, out var entry) ? entry.Line.Leaf : null;

    /// <summary>Takes in what a leaf offers.</summary>
    public void Apply(HeadsOffer offer, FleetIndex fleet)
    {
        if (offer.Full)
            foreach (var job in LinesOf(offer.Leaf).SelectMany(static line => line.Jobs).ToArray())
                Remove(job.Id);
        foreach (var job in offer.Withdrawn)
            Remove(job);
        foreach (var job in offer.Heads)
            Add(offer.Leaf, job, fleet);
    }

    /// <summary>The job waits no longer.</summary>
    public bool Remove(JobId job)
    {
        if (!_jobs.Remove(job, out var entry))
            return false;
        var line = entry.Line;
        line.Jobs.Remove(entry.Job);
        if (line.Jobs.Count > 0)
            return true;
        _leaves[line.Leaf].Remove(entry.Job.Demand.Key);
        var alike = _shapes[line.Shape];
        alike.Remove(line);
        if (alike.Count == 0)
            _shapes.Remove(line.Shape);
        return true;
    }

    /// <summary>Why the job's kind was found not to fit, and since when; null when it was not tried yet.</summary>
    public (ReasonCode Reason, DateTimeOffset Since)? BlockedAs(QueueName leaf, string demand) =>
        _leaves.TryGetValue(leaf, out var lines) && lines.TryGetValue(demand, out var line) && line.Blocked is { } reason
            ? (reason, line.BlockedSince)
            : null;

    internal IEnumerable<HeadLine> LinesOf(QueueName leaf) =>
        _leaves.TryGetValue(leaf, out var lines) ? lines.Values : [];

    /// <summary>
    /// By leaf, the lines that are worth a try. Lines of a kind that has room nowhere are not even looked at: very many may
    /// wait, of few kinds.
    /// </summary>
    internal Dictionary<QueueName, List<HeadLine>> WorthTrying(QuotaTree tree, FleetIndex fleet)
    {
        var worthTrying = new Dictionary<QueueName, List<HeadLine>>();
        foreach (var (shape, lines) in _shapes)
        {
            if (!shape.MayHaveRoom(fleet))
                continue;
            foreach (var line in lines)
                if (line.IsWorthTrying(tree, fleet))
                    (CollectionsMarshal.GetValueRefOrAddDefault(worthTrying, line.Leaf, out _) ??= []).Add(line);
        }
        return worthTrying;
    }

    internal bool HasLines(QueueName leaf) => _leaves.TryGetValue(leaf, out var lines) && lines.Count > 0;

    private void Add(QueueName leaf, PendingJob job, FleetIndex fleet)
    {
        if (_jobs.ContainsKey(job.Id))
            Remove(job.Id);
        if (!_leaves.TryGetValue(leaf, out var lines))
            _leaves[leaf] = lines = new(StringComparer.Ordinal);
        if (!lines.TryGetValue(job.Demand.Key, out var line))
        {
            lines[job.Demand.Key] = line = new HeadLine(leaf, fleet.Shape(job.Demand));
            (CollectionsMarshal.GetValueRefOrAddDefault(_shapes, line.Shape, out _) ??= []).Add(line);
        }
        line.Jobs.Add(job);
        _jobs[job.Id] = (line, job);
    }
}
