using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <content>Gangs, all or nothing.</content>
public static partial class RunLedger
{
    /// <summary>
    /// A gang runs whole: when its first pod starts, every pod has been created, and within the window every pod starts or the
    /// attempt is asked to stop and has stopped.
    /// </summary>
    /// <param name="runs">The runs of all clusters.</param>
    /// <param name="window">From the first start to the last, or to the end of a gang that is torn down.</param>
    /// <param name="asOf">When the runs were read: gangs whose window is open then are not judged.</param>
    /// <param name="sizes">The least pods of jobs, when known from elsewhere: a gang that was created too small is partial as well.</param>
    public static ImmutableArray<string> NeverPartial(
        IEnumerable<RunRecord> runs, TimeSpan window, DateTimeOffset asOf, IReadOnlyDictionary<JobId, int>? sizes = null)
    {
        var findings = ImmutableArray.CreateBuilder<string>();
        foreach (var gang in runs.GroupBy(r => new AttemptRef(r.Job, r.Attempt)))
            if (gang.Min(r => r.Started) is { } first)
                Judge(findings, gang.Key, [.. gang], first, window, asOf, sizes?.GetValueOrDefault(gang.Key.Job) ?? 0);
        return findings.ToImmutable();
    }

    private static void Judge(
        ImmutableArray<string>.Builder findings, AttemptRef attempt, List<RunRecord> gang, DateTimeOffset first, TimeSpan window,
        DateTimeOffset asOf, int least)
    {
        var name = $"{attempt.Job}, attempt {attempt.Attempt}";
        var size = gang.Max(r => r.Gang);
        if (size < least)
            findings.Add($"{name}: started with {size} pods; the job needs {least}");
        if (gang.Select(r => r.Cluster).Distinct(StringComparer.Ordinal).Count() > 1)
            findings.Add($"{name}: has pods in {string.Join(" and ", gang.Select(r => r.Cluster).Distinct(StringComparer.Ordinal))}");
        var members = gang.GroupBy(r => (r.PodSet, r.Index)).ToList();
        foreach (var late in members.Where(m => m.Min(r => r.Created) > first))
            findings.Add($"{name}: {late.First().Pod} was created after the first pod had started at {first:O}");

        var deadline = first + window;
        var started = members.Count(m => m.Min(r => r.Started) <= deadline);
        if (started >= size || asOf < deadline)
            return;
        var tornDown = gang.Any(r => r.StopAsked <= deadline) && gang.All(r => r.End <= deadline);
        if (!tornDown)
            findings.Add($"{name}: {started} of {size} pods started within {window} of {first:O}, {members.Count} were bound, and it was not torn down");
    }
}
