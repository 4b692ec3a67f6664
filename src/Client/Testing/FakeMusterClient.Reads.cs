using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Client.Testing;

public sealed partial class FakeMusterClient
{
    private readonly Dictionary<JobId, List<(string Pod, string Line)>> _lines = [];

    /// <summary>Adds a line to the log of one of a job's pods.</summary>
    /// <param name="job">Namespace and name.</param>
    /// <param name="pod">Name of the pod.</param>
    /// <param name="line">The line.</param>
    public void WriteLog(JobId job, string pod, string line)
    {
        lock (_lock)
        {
            if (!_lines.TryGetValue(job, out var lines))
                _lines[job] = lines = [];
            lines.Add((pod, line));
            Signal();
        }
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<Job> ListJobsAsync(JobListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var job in await Answer(fake => fake.List(options ?? new JobListOptions()), cancellationToken))
            yield return job;
    }

    /// <inheritdoc/>
    public Task<Explanation> ExplainJobAsync(JobId job, CancellationToken cancellationToken = default) => Answer(fake => fake.Explain(fake.Find(job)), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadJobLogAsync(JobId job, LogOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        options ??= new LogOptions();
        for (var read = 0; ;)
        {
            var from = read;
            var (lines, count, ended, grown) = await Answer(fake => fake.Lines(job, options, from), cancellationToken);
            foreach (var line in lines)
                yield return line;
            if (!options.Follow || ended)
                yield break;
            read = count;
            await grown.WaitAsync(cancellationToken);
        }
    }

    private List<Job> List(JobListOptions options)
    {
        var labels = options.LabelSelector is { } text ? LabelSelector.Parse(text) : null;
        var fields = options.FieldSelector is { } other ? FieldSelector.Parse(other) : null;
        var jobs = _jobs.Values.Where(j => (options.Namespace is null || j.Metadata.Namespace == options.Namespace)
            && (options.Queue is null || j.Spec.Queue == options.Queue)
            && (options.States.IsDefaultOrEmpty || options.States.Contains(j.Status!.State))
            && labels?.Matches(j.Metadata.Labels) != false && fields?.Matches(Fields(j)) != false);
        return options.NewestFirst ? [.. jobs.OrderByDescending(static j => j.Status!.Seq)] : [.. jobs.OrderBy(static j => j.Status!.Seq)];
    }

    private static JobFields Fields(Job job) =>
        new(job.Metadata.Name, job.Metadata.Namespace, job.Spec.Queue, job.Spec.Priority, job.Status!.State, job.Status.Cluster);

    private Explanation Explain(Job job)
    {
        var waiting = _jobs.Values.Where(j => j.Status!.State == JobState.Queued && j.Spec.Queue == job.Spec.Queue).OrderBy(static j => j.Status!.Seq).ToList();
        return new Explanation
        {
            Job = job.Id, State = job.Status!.State, Reason = job.Status.Reason, Since = job.Status.Since,
            Position = waiting.IndexOf(job) + 1, Pending = waiting.Count,
        };
    }

    private (List<string> Lines, int Count, bool Ended, Task Grown) Lines(JobId id, LogOptions options, int from)
    {
        var ended = Find(id).Status!.State.IsFinal();
        var all = _lines.GetValueOrDefault(id) ?? [];
        var wanted = all.Skip(from).Where(l => options.Pod is null || l.Pod == options.Pod).ToList();
        if (from == 0 && options.TailLines is { } tail)
            wanted = [.. wanted.GroupBy(static l => l.Pod).SelectMany(g => g.TakeLast(tail))];
        return ([.. wanted.Select(l => options.Pod is null ? $"[{l.Pod}] {l.Line}" : l.Line)], all.Count, ended, _grown.Task);
    }
}
