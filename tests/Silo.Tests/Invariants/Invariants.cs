using System.Collections.Immutable;

namespace Muster.Silo.Tests;

/// <summary>
/// What must hold of a finished run, whatever has happened to the silos, each by its name in the design. What cannot be judged from
/// outside is not here: I9 and I11 are times, which tests bound themselves; that a write had a precondition (I13) shows only in what
/// went wrong without; I14 needs several tenants; I16 is I5 and I10 at the end.
/// </summary>
internal static partial class Invariants
{
    // From the first pod of a gang to its last.
    private static readonly TimeSpan GangWindow = TimeSpan.FromSeconds(60);

    /// <summary>What does not hold, a sentence each; nothing when all is well.</summary>
    public static ImmutableArray<string> Check(FinishedRun run) =>
    [
        .. Named("I1 NoOversubscription", NoOversubscription(run)),
        .. Named("I2 PhysicalFit", PhysicalFit(run)),
        .. Named("I3 GangAllOrNothing", RunLedger.NeverPartial(run.Runs, GangWindow, run.At, run.Sizes)),
        .. Named("I4 SingleRun", RunLedger.NeverTwice(run.Runs)),
        .. Named("I5 NoLostJob", NoLostJob(run)),
        .. Named("I6 IdempotentSubmit", IdempotentSubmit(run)),
        .. Named("I7 Quota", Quota(run)),
        .. Named("I8 Monotone", Monotone(run)),
        .. Named("I10 NoLeak", run.Remains),
        .. Named("I12 NoCollateral", run.Touched),
        .. Named("I15 Audit", Audit(run)),
    ];

    private static IEnumerable<string> PhysicalFit(FinishedRun run) =>
        [.. RunLedger.PhysicalFit(run.Runs.Concat(run.ForeignRuns), run.Machines), .. RunLedger.NeverRejected(run.Runs)];

    private static IEnumerable<string> Named(string name, IEnumerable<string> findings) => findings.Select(f => $"{name}: {f}");
}
