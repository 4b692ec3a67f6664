using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Each check finds what is planted, and nothing else.</summary>
public sealed class RunLedgerTests
{
    private static readonly DateTimeOffset Zero = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly JobId Job = new("default", "train");
    private static readonly NodeCapacity[] Machines = [new("east", "n-1", Cpu(4)), new("east", "n-2", Cpu(4))];
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public void Checks_AGoodHistory_FindNothing()
    {
        RunRecord[] runs =
        [
            Run(0, 0, 10), Run(1, 1, 10), Run(0, 10, 20, Gangs.Second), Run(1, 10, null, Gangs.Second),
            Run(0, 0, 5) with { Job = new JobId("default", "other"), Uid = "o", Gang = 1, Node = "n-2" },
        ];
        Assert.Empty(RunLedger.NeverTwice(runs));
        Assert.Empty(RunLedger.NeverPartial(runs, Window, Zero.AddHours(1)));
        Assert.Empty(RunLedger.PhysicalFit(runs, Machines));
        Assert.Empty(RunLedger.NeverRejected(runs));
    }

    [Theory]
    [InlineData(0, 10, 9, 20)]
    [InlineData(0, null, 100, null)]
    [InlineData(5, 6, 0, 10)]
    [InlineData(0, 10, 3, 3)]
    public void NeverTwice_AttemptsOverlap_IsFound(int start, int? end, int otherStart, int? otherEnd)
    {
        RunRecord[] runs = [Run(0, start, end), Run(0, otherStart, otherEnd, Gangs.Second) with { Cluster = "west" }];
        Assert.Contains("default/train", Assert.Single(RunLedger.NeverTwice(runs)), StringComparison.Ordinal);
        Assert.Empty(RunLedger.NeverTwice(runs, new HashSet<JobId> { Job }));
    }

    [Fact]
    public void NeverTwice_OverlapHiddenBehindAShortRun_IsFound() => Assert.Single(RunLedger.NeverTwice(
        [Run(0, 0, 100), Run(1, 1, 2), Run(0, 50, 60, Gangs.Second)]));

    [Fact]
    public void NeverTwice_OneMemberTwice_IsFoundAlsoForEagerJobs() => Assert.Single(RunLedger.NeverTwice(
        [Run(0, 0, 10), Run(0, 5, 15) with { Uid = "again" }], new HashSet<JobId> { Job }));

    [Fact]
    public void NeverTwice_NeverStarted_DoesNotCount() => Assert.Empty(RunLedger.NeverTwice(
        [Run(0, 0, 10), Run(0, 5, 6, Gangs.Second) with { Started = null }]));

    [Fact]
    public void NeverPartial_AMemberThatNeverStarted_IsFound()
    {
        RunRecord[] runs = [Run(0, 0, 30), Run(1, 0, 30) with { Started = null }];
        Assert.Single(Partial(runs));
        Assert.Single(Partial([Run(0, 0, 30)]));
        // Its window is still open.
        Assert.Empty(RunLedger.NeverPartial(runs, Window, Zero.AddSeconds(9)));
    }

    [Fact]
    public void NeverPartial_AMemberThatStartedTooLate_IsFound() => Assert.Single(Partial([Run(0, 0, 30), Run(1, 11, 30)]));

    [Fact]
    public void NeverPartial_OnlyTheShortMembersRan_IsFound() => Assert.Single(Partial([Run(0, 0, 2)]));

    [Fact]
    public void NeverPartial_TornDownInTime_IsFine()
    {
        Assert.Empty(Partial([Run(0, 0, 8) with { StopAsked = Zero.AddSeconds(7) }]));
        Assert.Single(Partial([Run(0, 0, 18) with { StopAsked = Zero.AddSeconds(7) }]));
        Assert.Single(Partial([Run(0, 0, 8) with { StopAsked = Zero.AddSeconds(12) }]));
    }

    [Fact]
    public void NeverPartial_AMemberCreatedAfterTheStart_IsFound() =>
        Assert.Single(Partial([Run(0, 0, 30), Run(1, 2, 30) with { Created = Zero.AddSeconds(1) }]));

    [Fact]
    public void NeverPartial_AGangSmallerThanTheJob_IsFound()
    {
        RunRecord[] runs = [Run(0, 0, 30), Run(1, 0, 30)];
        var sizes = new Dictionary<JobId, int> { [Job] = 3 };
        Assert.Single(RunLedger.NeverPartial(runs, Window, Zero.AddHours(1), sizes));
    }

    [Fact]
    public void NeverPartial_AGangInTwoClusters_IsFound() =>
        Assert.Single(Partial([Run(0, 0, 30), Run(1, 0, 30) with { Cluster = "west" }]));

    [Fact]
    public void PhysicalFit_MoreThanTheNodeHas_IsFound()
    {
        RunRecord[] runs = [Run(0, 5, 10), Run(1, 0, 9), Run(2, 0, 9) with { Requests = Cpu(3) }];
        Assert.Contains("east/n-1", Assert.Single(RunLedger.PhysicalFit(runs, Machines)), StringComparison.Ordinal);
    }

    [Fact]
    public void PhysicalFit_PodsThatOnlyHoldAPlace_Count() =>
        Assert.Single(RunLedger.PhysicalFit([Run(0, 0, 10), Run(1, 5, 10) with { Requests = Cpu(4), Started = null }], Machines));

    [Fact]
    public void PhysicalFit_ANodeThatIsNotThere_IsFound() =>
        Assert.Single(RunLedger.PhysicalFit([Run(0, 0, 10) with { Node = "n-9" }], Machines));

    [Fact]
    public void NeverRejected_ARejectedPod_IsFound()
    {
        RunRecord[] runs = [Run(0, 0, 0) with { Started = null, Ending = RunEnding.Rejected, Requests = Cpu(100) }];
        Assert.Single(RunLedger.NeverRejected(runs));
        Assert.Empty(RunLedger.PhysicalFit(runs, Machines));
    }

    private static ImmutableArray<string> Partial(IEnumerable<RunRecord> runs) => RunLedger.NeverPartial(runs, Window, Zero.AddHours(1));

    private static ResourceVector Cpu(int cores) => ResourceVector.Of((ResourceNames.Cpu, cores * 1000));

    private static RunRecord Run(int index, int start, int? end, Attempt attempt = default) => new()
    {
        Cluster = "east",
        Node = "n-1",
        Pod = $"train-{index}",
        Uid = $"{attempt}-{index}",
        Job = Job,
        Attempt = attempt == default ? Gangs.First : attempt,
        PodSet = "main",
        Index = index,
        Gang = 2,
        Requests = Cpu(1),
        Created = Zero,
        Bound = Zero.AddSeconds(start),
        Started = Zero.AddSeconds(start),
        Ended = end is { } seconds ? Zero.AddSeconds(seconds) : null,
        Ending = end is null ? RunEnding.None : RunEnding.Succeeded,
    };
}
