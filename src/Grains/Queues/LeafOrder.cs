using System.Runtime.InteropServices;
using Muster.Contracts;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>
/// The pending order of a leaf, by equivalence class: of each class the root is shown the first few, so that it sees every
/// kind of job without seeing every job.
/// </summary>
internal sealed class LeafOrder(int window)
{
    private readonly Dictionary<JobId, (PendingJob Job, bool IsShown)> _jobs = [];
    private readonly Dictionary<string, ClassLine> _lines = new(StringComparer.Ordinal);
    private readonly HashSet<ClassLine> _changed = [];
    private readonly List<JobId> _withdrawn = [];
    private string _namespace = "default";

    /// <summary>Jobs that wait, those that back off included.</summary>
    public int Count => _jobs.Count;

    /// <summary>True when there is something to tell the root.</summary>
    public bool HasNews => _changed.Count > 0 || _withdrawn.Count > 0;

    public IEnumerable<JobId> Jobs => _jobs.Keys;

    public bool Contains(JobId job) => _jobs.ContainsKey(job);

    public PendingJob? Find(JobId job) => _jobs.GetValueOrDefault(job).Job;

    /// <summary>Adds a job. False when it waits already, as it is.</summary>
    public bool Add(PendingJob job)
    {
        if (_jobs.TryGetValue(job.Id, out var waiting))
        {
            var known = waiting.Job;
            if (known.NotBefore == job.NotBefore && known.Priority == job.Priority && known.Demand.Key == job.Demand.Key)
                return false;
            Remove(job.Id);
        }
        if (!_lines.TryGetValue(job.Demand.Key, out var line))
            _lines[job.Demand.Key] = line = new ClassLine(job.Demand);
        // One object for what is the same: a million waiting jobs ask for few kinds of things, in few namespaces.
        _namespace = _namespace == job.Id.Namespace ? _namespace : job.Id.Namespace;
        job = job with { Demand = line.Demand, Id = job.Id with { Namespace = _namespace } };
        _jobs[job.Id] = (job, false);
        line.Jobs.Add(job);
        _changed.Add(line);
        return true;
    }

    /// <summary>Takes a job out. False when it does not wait.</summary>
    public bool Remove(JobId job)
    {
        if (!_jobs.Remove(job, out var waiting))
            return false;
        var (known, isShown) = waiting;
        var line = _lines[known.Demand.Key];
        line.Jobs.Remove(known);
        if (isShown)
        {
            line.Shown--;
            _withdrawn.Add(job);
        }
        if (line.Jobs.Count > 0)
            _changed.Add(line);
        else
        {
            _lines.Remove(known.Demand.Key);
            _changed.Remove(line);
        }
        return true;
    }

    /// <summary>What the root does not know yet; everything worth showing when <paramref name="full"/>.</summary>
    public (List<PendingJob> Heads, List<JobId> Withdrawn) TakeNews(bool full)
    {
        if (full)
            foreach (var line in _lines.Values)
            {
                foreach (var job in line.Jobs)
                    MarkShown(line, job, false);
                _changed.Add(line);
            }
        var heads = new List<PendingJob>();
        var withdrawn = full ? [] : new List<JobId>(_withdrawn);
        foreach (var line in _changed)
            Show(line, heads, withdrawn);
        _changed.Clear();
        _withdrawn.Clear();
        return (heads, withdrawn);
    }

    /// <summary>Place of a job in the order of the whole leaf, from 1. Counts the jobs before it.</summary>
    public int PositionOf(PendingJob job)
    {
        var before = 0;
        foreach (var line in _lines.Values)
            if (line.Jobs.Min is { } first && HeadOrder.Instance.Compare(first, job) <= 0)
                before += line.Jobs.GetViewBetween(first, job).Count;
        return before;
    }

    private void Show(ClassLine line, List<PendingJob> heads, List<JobId> withdrawn)
    {
        var rank = 0;
        foreach (var job in line.Jobs)
        {
            if (rank++ == window)
                break;
            if (MarkShown(line, job, true))
                heads.Add(job);
        }
        // Better jobs came in front of shown ones, again and again: take the last ones back.
        if (line.Shown <= 4 * window)
            return;
        foreach (var job in line.Jobs.Skip(window))
            if (MarkShown(line, job, false))
                withdrawn.Add(job.Id);
    }

    // False when it is marked so already.
    private bool MarkShown(ClassLine line, PendingJob job, bool isShown)
    {
        ref var waiting = ref CollectionsMarshal.GetValueRefOrNullRef(_jobs, job.Id);
        if (waiting.IsShown == isShown)
            return false;
        waiting.IsShown = isShown;
        line.Shown += isShown ? 1 : -1;
        return true;
    }
}
