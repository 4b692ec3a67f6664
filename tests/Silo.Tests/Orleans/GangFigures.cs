using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>How long gangs had to wait, and for how long none was admitted.</summary>
internal static class GangFigures
{
    // How long after a fault its pause is looked for.
    private static readonly TimeSpan Aftermath = TimeSpan.FromSeconds(5);

    /// <summary>From the answer to the submission until the last pod ran; and from the first try until the answer.</summary>
    /// <param name="accepted">Gangs that have no quota to wait for.</param>
    /// <param name="runs">What ran.</param>
    public static string Waits(IReadOnlyCollection<Acceptance> accepted, IEnumerable<RunRecord> runs)
    {
        var running = runs.Where(static r => r.Started is not null).GroupBy(static r => r.Job).ToDictionary(static g => g.Key, static g => g.Max(static r => r.Started!.Value));
        return $"from acceptance until a gang ran that had no quota to wait for: {Spread(accepted.Where(a => running.ContainsKey(a.Job)).Select(a => running[a.Job] - a.At))}; "
            + $"until a submission was answered: {Spread(accepted.Select(static a => a.At - a.Tried))}";
    }

    /// <summary>The longest time without any admission after each fault.</summary>
    public static string Pauses(IReadOnlyCollection<JobChange> changes, IReadOnlyCollection<DateTimeOffset> faults)
    {
        DateTimeOffset[] admitted = [.. changes.Where(static c => c.To == JobState.Admitted).Select(static c => c.At).Order()];
        var gaps = admitted.Zip(admitted.Skip(1)).ToList();
        // The last faults may come when there is nothing left to admit.
        var pauses = faults.Where(f => f + Aftermath < admitted[^1])
            .Select(f => gaps.Where(g => g.Second > f && g.First < f + Aftermath).Select(static g => g.Second - g.First).DefaultIfEmpty().Max());
        return $"longest time without an admission after each fault: {Spread(pauses)}";
    }

    /// <summary>The life of the gang that took longest.</summary>
    public static string Slowest(IReadOnlyCollection<JobChange> changes)
    {
        var slowest = changes.GroupBy(static c => c.Job).MaxBy(static j => j.Max(static c => c.At) - j.Min(static c => c.At))!.ToList();
        return $"the slowest, {slowest[0].Job} in queue {slowest[0].Queue}: {string.Join(", ", slowest.Select(c => $"{c.To} {(c.At - slowest[0].At).TotalSeconds:0.0} s"))}";
    }

    private static string Spread(IEnumerable<TimeSpan> times)
    {
        double[] seconds = [.. times.Select(static t => t.TotalSeconds).Order()];
        return seconds.Length == 0 ? "none" : $"median {seconds[seconds.Length / 2]:0.0} s, p99 {seconds[seconds.Length * 99 / 100]:0.0} s, longest {seconds[^1]:0.0} s";
    }
}
