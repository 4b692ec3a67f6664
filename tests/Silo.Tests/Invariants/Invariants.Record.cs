using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <content>What the ledger decided. The order of the event log is the order of its transactions.</content>
internal static partial class Invariants
{
    // The places of a superseded attempt are not on record any more: those of its pods stand for them.
    private static IEnumerable<string> NoOversubscription(FinishedRun run)
    {
        var foreign = run.ForeignRuns.GroupBy(static r => (r.Cluster, r.Node)).ToDictionary(static g => g.Key, static g => Sum(g.Select(static r => r.Requests)));
        var free = run.Machines.ToDictionary(static m => (m.Cluster, m.Node), m => m.Allocatable.Subtract(foreign.GetValueOrDefault((m.Cluster, m.Node), ResourceVector.Empty)));
        var pods = run.Runs.ToLookup(static r => (r.Job, r.Attempt));
        var held = new Dictionary<JobId, ImmutableArray<(string Cluster, string Node, ResourceVector Amount)>>();
        foreach (var change in run.Changes)
        {
            if (change.To is JobState.Committed || !change.To.HoldsPlaces())
                foreach (var (cluster, node, amount) in held.Remove(change.Job, out var left) ? left : [])
                    free[(cluster, node)] = free[(cluster, node)].Add(amount);
            if (change.To != JobState.Committed)
                continue;
            held[change.Job] = PlacesOf(run, change, pods);
            foreach (var (cluster, node, amount) in held[change.Job])
            {
                var rest = free.GetValueOrDefault((cluster, node), ResourceVector.Empty).Subtract(amount);
                if (rest.Entries.Any(static e => e.Amount < 0))
                    yield return $"{cluster}/{node}: change {change.Sequence} gave {amount} to {change.Job}; then it lacks {rest}";
                free[(cluster, node)] = rest;
            }
        }
    }

    private static ImmutableArray<(string, string, ResourceVector)> PlacesOf(FinishedRun run, JobChange change, ILookup<(JobId, Attempt), RunRecord> pods) =>
        run.Jobs.TryGetValue(change.Job, out var job) && job.Status!.Attempt == change.Attempt
            ? [.. job.Status.Nodes.Select(n => (job.Status.Cluster!, n.Node, n.Resources))]
            : [.. pods[(change.Job, AttemptOf(change.Attempt!))].GroupBy(static r => (r.Cluster, r.Node))
                .Select(static g => (g.Key.Cluster, g.Key.Node, Sum(g.DistinctBy(static r => (r.PodSet, r.Index)).Select(static r => r.Requests))))];

    private static IEnumerable<string> Quota(FinishedRun run)
    {
        var charged = new Dictionary<JobId, ResourceVector>();
        var used = new Dictionary<string, ResourceVector>(StringComparer.Ordinal);
        foreach (var change in run.Changes)
        {
            if (!run.Quotas.TryGetValue(change.Queue, out var quota))
                continue;
            var before = used.GetValueOrDefault(change.Queue, ResourceVector.Empty);
            if (change.To.IsCharged() && charged.TryAdd(change.Job, run.Charges[change.Job]))
                used[change.Queue] = before.Add(run.Charges[change.Job]);
            else if (!change.To.IsCharged() && charged.Remove(change.Job, out var given))
                used[change.Queue] = before.Subtract(given);
            else
                continue;
            if (change.To.IsCharged() && !used[change.Queue].FitsIn(quota))
                yield return $"queue {change.Queue}: change {change.Sequence} admitted {change.Job}; then {used[change.Queue]} is charged, of {quota}";
        }
    }

    private static IEnumerable<string> Monotone(FinishedRun run)
    {
        foreach (var change in run.Changes.Zip(run.Changes.Skip(1)).Where(static p => p.First.Sequence >= p.Second.Sequence))
            yield return $"change {change.Second.Sequence} comes after {change.First.Sequence}";
        foreach (var job in run.Changes.GroupBy(static c => (c.Job, c.Uid)))
            foreach (var finding in Life(job.Key.Job, job))
                yield return finding;
        foreach (var job in run.Changes.Select(static c => (c.Job, c.Uid)).Distinct().GroupBy(static j => j.Job).Where(static g => g.Count() > 1))
            yield return $"{job.Key} was submitted as {string.Join(" and ", job.Select(static j => j.Uid))}";
    }

    private static IEnumerable<string> Life(JobId job, IEnumerable<JobChange> life)
    {
        JobState? state = null;
        var last = Attempt.None;
        foreach (var change in life)
        {
            if (change.From != state)
                yield return $"{job}: change {change.Sequence} leaves {change.From?.ToString() ?? "nothing"}, and it was {state?.ToString() ?? "nothing"}";
            if (!IsEdge(change.From, change.To))
                yield return $"{job}: change {change.Sequence} goes from {change.From?.ToString() ?? "nothing"} to {change.To}, which is no edge";
            if (change.Attempt is { } text && AttemptOf(text) is var attempt)
            {
                if (change.To == JobState.Committed ? attempt <= last : attempt != last)
                    yield return $"{job}: change {change.Sequence}, to {change.To}, is of attempt {attempt} after {last}";
                last = attempt > last ? attempt : last;
            }
            state = change.To;
        }
    }

    private static bool IsEdge(JobState? from, JobState to) =>
        from is not { } known ? to == JobState.Queued : Enum.GetValues<JobEvent>().Any(e => JobStateMachine.Next(known, e) == to);

    private static Attempt AttemptOf(string text)
    {
        var parts = text.Split('-');
        return Attempt.Of(long.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static ResourceVector Sum(IEnumerable<ResourceVector> amounts) => amounts.Aggregate(ResourceVector.Empty, static (sum, a) => sum.Add(a));
}
