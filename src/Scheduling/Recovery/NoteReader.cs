using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>Judges what a cluster kept of a job. Whoever may write there may have written it: nothing of it is believed unseen.</summary>
internal static class NoteReader
{
    // Scripts of the ledger count in doubles; what comes after an age must fit, too.
    private const long MaxSeq = 1L << 50;
    private const int MaxRuns = 1_000_000;

    /// <summary>The job of a note, without its places; or what is wrong with it.</summary>
    public static (RecoveryTarget? Target, string Fault) Read(ShownAttempt shown)
    {
        if (shown.Anchor?.Note is not { } note)
            return (null, "nothing is kept of the job in its cluster");
        if (note.Uid != shown.Uid || note.Metadata is null || note.Metadata.Namespace != shown.Job.Namespace || note.Metadata.Name != shown.Job.Name)
            return (null, "what is kept in its cluster is of another job");
        var faults = JobValidator.Validate(new Job { Metadata = note.Metadata, Spec = note.Spec });
        if (faults.Length > 0)
            return (null, $"what is kept in its cluster is no job: {faults[0]}");
        return (new()
        {
            Seq = note.Seq is > 0 and <= MaxSeq ? note.Seq : 0,
            Metadata = note.Metadata,
            // It would not have been started had they not succeeded, and the store may know nothing of them any more.
            Spec = note.Spec with { DependsOn = [] },
            Demand = GangDemandReader.Read(note.Spec),
            SubmittedAt = note.SubmittedAt,
        }, "");
    }

    /// <summary>How often it was committed and failed.</summary>
    public static (int Runs, int Retries) Tries(JobNote? note) => (Math.Clamp(note?.Runs ?? 1, 1, MaxRuns), Math.Clamp(note?.Retries ?? 0, 0, RetrySpec.MaxLimit));

    /// <summary>What it was charged with; nothing when that cannot be.</summary>
    public static ImmutableArray<FlavorUsage> Charge(JobNote? note, GangDemand demand, IReadOnlyList<FlavorSpec> flavors)
    {
        if (note is null || note.Charge.IsDefaultOrEmpty || note.Charge.Length > flavors.Count + 1)
            return [];
        var most = ResourceVector.Empty;
        foreach (var set in demand.PodSets)
            most = most.Add(set.Shape.Requests.Times(set.Count));
        var sum = ResourceVector.Empty;
        foreach (var usage in note.Charge)
        {
            if (usage?.Resources is null || !(usage.Flavor == QuotaTree.AnyFlavor.Name || flavors.Any(f => f.Name == usage.Flavor))
                || usage.Resources.Entries.Any(static e => e.Amount < 0))
                return [];
            sum = sum.Add(usage.Resources);
        }
        return sum.FitsIn(most) && note.Charge.DistinctBy(static u => u.Flavor, StringComparer.Ordinal).Count() == note.Charge.Length ? note.Charge : [];
    }
}
