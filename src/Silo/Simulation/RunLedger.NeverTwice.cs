using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <content>Single run.</content>
public static partial class RunLedger
{
    /// <summary>
    /// No two attempts of a job run at the same time, except of jobs that fail over eagerly; and no member of an attempt runs
    /// twice at the same time, whatever the job.
    /// </summary>
    public static ImmutableArray<string> NeverTwice(IEnumerable<RunRecord> runs, IReadOnlySet<JobId>? eager = null)
    {
        var findings = ImmutableArray.CreateBuilder<string>();
        foreach (var job in runs.Where(r => r.Started is not null).GroupBy(r => r.Job))
        {
            // In order of start, so that whatever is still there when a run starts overlaps it.
            var ordered = job.OrderBy(r => r.Started).ThenBy(r => r.Uid, StringComparer.Ordinal).ToList();
            FindTwins(findings, ordered);
            if (eager?.Contains(job.Key) != true)
                FindOverlaps(findings, ordered);
        }
        return findings.ToImmutable();
    }

    private static void FindOverlaps(ImmutableArray<string>.Builder findings, List<RunRecord> ordered)
    {
        var last = new Dictionary<Attempt, RunRecord>();
        var found = new HashSet<(Attempt, Attempt)>();
        foreach (var run in ordered)
        {
            foreach (var (attempt, other) in last)
                if (attempt != run.Attempt && other.End > run.Started && found.Add((attempt, run.Attempt)))
                    findings.Add($"{run.Job}: {Where(run)} of attempt {run.Attempt} started at {run.Started:O} while {Where(other)} of attempt {attempt} was running");
            if (!last.TryGetValue(run.Attempt, out var longest) || run.End > longest.End)
                last[run.Attempt] = run;
        }
    }

    private static void FindTwins(ImmutableArray<string>.Builder findings, List<RunRecord> ordered)
    {
        var last = new Dictionary<(Attempt, string, int), RunRecord>();
        foreach (var run in ordered)
        {
            var member = (run.Attempt, run.PodSet, run.Index);
            if (last.TryGetValue(member, out var other) && other.End > run.Started)
                findings.Add($"{run.Job}: {Where(run)} started at {run.Started:O} while {Where(other)} was running; they are the same member of attempt {run.Attempt}");
            last[member] = run;
        }
    }

    private static string Where(RunRecord run) => $"{run.Pod} on {run.Cluster}/{run.Node}";
}
