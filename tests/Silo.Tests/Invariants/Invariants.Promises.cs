using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <content>What callers were promised.</content>
internal static partial class Invariants
{
    private const string Submit = "POST /v1/jobs";

    private static IEnumerable<string> NoLostJob(FinishedRun run)
    {
        foreach (var accepted in run.Accepted)
            if (!run.Jobs.TryGetValue(accepted.Job, out var job))
                yield return $"{accepted.Job} was accepted at {accepted.At:O}, and is not found";
            else if (!accepted.Uids.Contains(job.Metadata.Uid))
                yield return $"{accepted.Job} was accepted as {accepted.Uids[0]}, and is {job.Metadata.Uid}";
            else if (!job.Status!.State.IsFinal())
                yield return $"{accepted.Job} is {job.Status.State} still: {job.Status.Reason?.Message}";
        var known = run.Accepted.Select(static a => a.Job).ToHashSet();
        foreach (var stranger in run.Runs.Select(static r => r.Job).Distinct().Where(j => !known.Contains(j)))
            yield return $"{stranger} ran, and was never accepted";
        foreach (var job in run.Jobs.Values.Where(j => j.Status!.State == JobState.Succeeded && run.Runs.All(r => r.Job != j.Id)))
            yield return $"{job.Id} is said to have succeeded, and never ran";
    }

    private static IEnumerable<string> IdempotentSubmit(FinishedRun run)
    {
        foreach (var accepted in run.Accepted.Where(static a => a.Uids.Distinct().Count() > 1))
            yield return $"{accepted.Job}: token {accepted.Token} was answered with {string.Join(" and ", accepted.Uids.Distinct())}";
        var uids = run.Accepted.ToDictionary(static a => a.Job, static a => a.Uids);
        foreach (var again in run.Resubmissions)
        {
            if (again.Uid is null || !uids[again.Job].Contains(again.Uid))
                yield return $"{again.Job}: the same request is answered with {again.Uid ?? "no job"} at the end";
            if (again.Other != 409)
                yield return $"{again.Job}: its token with another job is answered with {again.Other}; 409 was expected";
        }
    }

    // An answer that was lost on its way is on record as well.
    private static IEnumerable<string> Audit(FinishedRun run)
    {
        foreach (var broken in run.AuditBreaks)
            yield return broken;
        var records = run.Audit.Where(static r => r.Action == Submit && r.Status is 200 or 201)
            .GroupBy(static r => r.Object.Split(' ')[0], StringComparer.Ordinal).ToDictionary(static g => g.Key, static g => g.Count(), StringComparer.Ordinal);
        foreach (var accepted in run.Accepted)
            if (records.GetValueOrDefault($"{accepted.Job}") is var found && found < accepted.Uids.Length)
                yield return $"{accepted.Job} was answered {accepted.Uids.Length} times, and is on record {found} times";
    }
}
