using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What the leaves of a tree have offered and still wait for. Not thread-safe: one owner at a time.</summary>
public sealed class PendingHeads
{
    private readonly Dictionary<QueueName, Dictionary<string, HeadLine>> _leaves = [];
    private readonly Dictionary<JobId, (QueueName Leaf, PendingJob Job)> _jobs = [];

    /// <summary>Jobs offered and waiting.</summary>
    public int Count => _jobs.Count;

    /// <summary>Takes in what a leaf offers.</summary>
    public void Apply(HeadsOffer offer, FleetIndex fleet)
    {
        if (offer.Full)
            foreach (var job in _jobs.Where(j => j.Value.Leaf == offer.Leaf).Select(static j => j.Key).ToArray())
                Remove(job);
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
        var lines = _leaves[entry.Leaf];
        var line = lines[entry.Job.Demand.Key];
        line.Jobs.Remove(entry.Job);
        if (line.Jobs.Count == 0)
            lines.Remove(entry.Job.Demand.Key);
        return true;
    }

    /// <summary>Why the job's kind was found not to fit, and since when; null when it was not tried yet.</summary>
    public (ReasonCode Reason, DateTimeOffset Since)? BlockedAs(QueueName leaf, string demand) =>
        _leaves.TryGetValue(leaf, out var lines) && lines.TryGetValue(demand, out var line) && line.Blocked is { } reason
            ? (reason, line.BlockedSince)
            : null;

    internal IEnumerable<HeadLine> LinesOf(QueueName leaf) =>
        _leaves.TryGetValue(leaf, out var lines) ? lines.Values : [];

    internal bool HasLines(QueueName leaf) => _leaves.TryGetValue(leaf, out var lines) && lines.Count > 0;

    private void Add(QueueName leaf, PendingJob job, FleetIndex fleet)
    {
        if (_jobs.ContainsKey(job.Id))
            Remove(job.Id);
        if (!_leaves.TryGetValue(leaf, out var lines))
            _leaves[leaf] = lines = new(StringComparer.Ordinal);
        if (!lines.TryGetValue(job.Demand.Key, out var line))
            lines[job.Demand.Key] = line = new HeadLine(fleet.Shape(job.Demand));
        line.Jobs.Add(job);
        _jobs[job.Id] = (leaf, job);
    }
}
