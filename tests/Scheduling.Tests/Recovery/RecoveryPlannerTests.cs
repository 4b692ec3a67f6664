using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Scheduling.Tests;

/// <summary>What becomes of each attempt that clusters show.</summary>
public sealed class RecoveryPlannerTests
{
    private static readonly ClusterName East = new("east");
    private static readonly ClusterName West = new("west");
    private static readonly Attempt First = Attempt.Of(3, 1);
    private static readonly Attempt Second = Attempt.Of(9, 1);

    [Theory]
    [InlineData(PodPhase.Running, PodPhase.Running, JobState.Running)]
    [InlineData(PodPhase.Running, PodPhase.Succeeded, JobState.Running)]
    [InlineData(PodPhase.Succeeded, PodPhase.Failed, JobState.Running)]
    [InlineData(PodPhase.Running, PodPhase.Bound, JobState.Starting)]
    [InlineData(PodPhase.Running, PodPhase.Unbound, JobState.Fencing)]
    [InlineData(PodPhase.Unbound, PodPhase.Unbound, JobState.Fencing)]
    public void Plan_AJobThatTheStoreDoesNotKnow_IsPutOnRecordAsItIsShown(PodPhase one, PodPhase other, JobState expected)
    {
        var decision = Assert.Single(Plan([Shown.Cluster(East, [Shown.Anchor("a", First, East)], [Shown.Pod("a", First, 0, one), Shown.Pod("a", First, 1, other)])]).Decisions);
        Assert.Equal((RecoveryVerdict.Recreate, expected), (decision.Verdict, decision.Target!.State));
        var target = decision.Target;
        Assert.Equal((17L, "root", 2, 1), (target.Seq, target.Root.Value, target.Runs, target.Retries));
        Assert.Equal((East, First), (target.Placement.Cluster, target.Newest));
        Assert.Empty(target.Spec.DependsOn);
        Assert.Equal("gpu", Assert.Single(target.Charge).Flavor);
    }

    [Fact]
    public void Plan_PodsElsewhereThanTheNoteSays_ArePlacedWhereTheyAre()
    {
        var decision = Assert.Single(Plan([Shown.Cluster(East, [Shown.Anchor("a", First, East)], [Shown.Pod("a", First, 0, node: "n3"), Shown.Pod("a", First, 1, node: "n3")])]).Decisions);
        var share = Assert.Single(decision.Target!.Placement.Nodes);
        Assert.Equal(("n3", new PodShare("main", 0, 2), 8000L), (share.Node, Assert.Single(share.Pods), share.Resources[ResourceNames.Cpu]));
        Assert.Equal(JobState.Running, decision.Target.State);
    }

    [Fact]
    public void Plan_AnAttemptThatWasToldToStop_IsSetAsideOrQueuedAgainButNotRunOn()
    {
        ShownCluster[] shown = [Shown.Cluster(East, [Shown.Anchor("a", First, East, stopped: true)], [Shown.Pod("a", First, 0), Shown.Pod("a", First, 1)])];
        var unknown = Assert.Single(Plan(shown).Decisions).Target!;
        Assert.Equal((JobState.Draining, JobState.Suspended), (unknown.State, unknown.DrainTo));
        var behind = Assert.Single(Plan(shown, ("a", Shown.Record("a", JobState.Queued, Attempt.None))).Decisions);
        Assert.Equal((RecoveryVerdict.MoveForward, JobState.Fencing), (behind.Verdict, behind.Target!.State));
    }

    [Theory]
    [InlineData(JobState.Queued, RecoveryVerdict.MoveForward)]
    [InlineData(JobState.Admitted, RecoveryVerdict.MoveForward)]
    [InlineData(JobState.Fencing, RecoveryVerdict.MoveForward)]
    [InlineData(JobState.Suspended, RecoveryVerdict.MoveForward)]
    [InlineData(JobState.Succeeded, RecoveryVerdict.Unrecoverable)]
    public void Plan_ARecordThatIsBehind_IsMovedForward(JobState state, RecoveryVerdict expected)
    {
        var shown = Shown.Cluster(East, [Shown.Anchor("a", Second, East)], [Shown.Pod("a", Second, 0), Shown.Pod("a", Second, 1)]);
        var placement = state.HoldsPlaces() ? Shown.Note("a", West).Placement : null;
        var decision = Assert.Single(Plan([shown], ("a", Shown.Record("a", state, First, placement))).Decisions);
        Assert.Equal(expected, decision.Verdict);
        Assert.Equal(expected == RecoveryVerdict.MoveForward, decision.Target is { State: JobState.Running, Runs: 2 });
    }

    [Theory]
    [InlineData(JobState.Running, RecoveryVerdict.Keep)]
    [InlineData(JobState.Draining, RecoveryVerdict.Keep)]
    [InlineData(JobState.Queued, RecoveryVerdict.Superseded)]
    [InlineData(JobState.Succeeded, RecoveryVerdict.Superseded)]
    public void Plan_ARecordOfThatAttempt_IsLeftToTheOrdinaryRules(JobState state, RecoveryVerdict expected)
    {
        var shown = Shown.Cluster(East, [Shown.Anchor("a", First, East)], [Shown.Pod("a", First, 0), Shown.Pod("a", First, 1)]);
        var decision = Assert.Single(Plan([shown], ("a", Shown.Record("a", state, First, Shown.Note("a", East).Placement))).Decisions);
        Assert.Equal(expected, decision.Verdict);
        Assert.Null(decision.Target);
    }

    [Fact]
    public void Plan_ARecordOfThatAttemptWithOtherPlaces_GetsThoseThatAreShown()
    {
        var shown = Shown.Cluster(East, [], [Shown.Pod("a", First, 0, node: "n3"), Shown.Pod("a", First, 1)]);
        var decision = Assert.Single(Plan([shown], ("a", Shown.Record("a", JobState.Draining, First, Shown.Note("a", East).Placement) with { DrainTo = JobState.Cancelled })).Decisions);
        Assert.Equal((RecoveryVerdict.MoveForward, JobState.Draining, JobState.Cancelled), (decision.Verdict, decision.Target!.State, decision.Target.DrainTo));
        Assert.Equal(["n1", "n3"], decision.Target.Placement.Nodes.Select(static n => n.Node));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Plan_AGangInTwoClusters_TheNewerAttemptWinsAndOnATieTheOneThatRuns(bool tie)
    {
        var older = tie ? Second : First;
        var plan = Plan(
        [
            Shown.Cluster(East, [Shown.Anchor("a", older, East)], [Shown.Pod("a", older, 0, PodPhase.Unbound), Shown.Pod("a", older, 1, PodPhase.Unbound)]),
            Shown.Cluster(West, [Shown.Anchor("a", Second, West)], [Shown.Pod("a", Second, 0), Shown.Pod("a", Second, 1)]),
        ]);
        var winner = Assert.Single(plan.Decisions, static d => d.Target is not null);
        Assert.Equal((West, Second, Second), (winner.Cluster, winner.Attempt, winner.Target!.Newest));
        Assert.Equal(tie ? RecoveryVerdict.Unrecoverable : RecoveryVerdict.Superseded, Assert.Single(plan.Decisions, static d => d.Target is null).Verdict);
    }

    [Fact]
    public void Plan_PodsWithoutANote_AreLeftAloneUnlessTheStoreKnowsTheJob()
    {
        ShownCluster[] shown = [Shown.Cluster(East, [], [Shown.Pod("a", First, 0), Shown.Pod("a", First, 1)])];
        Assert.Equal(RecoveryVerdict.Unrecoverable, Assert.Single(Plan(shown).Decisions).Verdict);
        var known = Assert.Single(Plan(shown, ("a", Shown.Record("a", JobState.Queued, Attempt.None))).Decisions);
        Assert.Equal((RecoveryVerdict.MoveForward, JobState.Running), (known.Verdict, known.Target!.State));
        Assert.Empty(known.Target.Charge);
    }

    [Fact]
    public void Plan_AnotherSubmissionOfTheName_IsLeftAlone()
    {
        var shown = Shown.Cluster(East, [Shown.Anchor("a", First, East)], [Shown.Pod("a", First, 0), Shown.Pod("a", First, 1)]);
        var plan = Plan([shown], ("a", Shown.Record("a", JobState.Queued, Attempt.None) with { Uid = "another" }));
        Assert.Equal(RecoveryVerdict.Unrecoverable, Assert.Single(plan.Decisions).Verdict);
        Assert.Empty(plan.Ancestors);
    }

    [Fact]
    public void Plan_ATombstone_IsNotTakenForAJob()
    {
        var shown = Shown.Cluster(East, [new() { Job = new("team", "a"), Attempt = First, Stopped = true }], []);
        Assert.Equal(RecoveryVerdict.Superseded, Assert.Single(Plan([shown]).Decisions).Verdict);
    }

    public static TheoryData<string> Nonsense => new(Notes.Keys);

    private static readonly Dictionary<string, Func<JobNote, JobNote>> Notes = new()
    {
        ["name"] = static n => n with { Metadata = n.Metadata with { Name = "b" } },
        ["namespace"] = static n => n with { Metadata = n.Metadata with { Namespace = "b" } },
        ["uid"] = static n => n with { Uid = "another" },
        ["no uid"] = static n => n with { Uid = null! },
        ["no metadata"] = static n => n with { Metadata = null! },
        ["no spec"] = static n => n with { Spec = null! },
        ["no pods"] = static n => n with { Spec = n.Spec with { PodSets = default } },
        ["queue"] = static n => n with { Spec = n.Spec with { Queue = "nowhere" } },
        ["queue's name"] = static n => n with { Spec = n.Spec with { Queue = "../x" } },
        ["count"] = static n => n with { Spec = Shown.Spec(-1) },
        ["template"] = static n => n with { Spec = n.Spec with { PodSets = [new PodSet { Template = new("""{"spec":{"containers":[{"name":"m","resources":{"requests":{"cpu":"-4"}}}]}}""") }] } },
    };

    [Theory]
    [MemberData(nameof(Nonsense))]
    public void Plan_ANoteThatMakesNoSense_IsNotBelieved(string what)
    {
        var anchor = Shown.Anchor("a", First, East);
        var shown = Shown.Cluster(East, [anchor with { Note = Notes[what](anchor.Note!) }], [Shown.Pod("a", First, 0), Shown.Pod("a", First, 1)]);
        var decision = Assert.Single(Plan([shown]).Decisions);
        Assert.Equal(RecoveryVerdict.Unrecoverable, decision.Verdict);
        Assert.NotEmpty(decision.Reason);
    }

    [Fact]
    public void Plan_NumbersOutOfBounds_AreNotTakenOver()
    {
        var anchor = Shown.Anchor("a", First, East);
        var much = ResourceVector.Of((ResourceNames.Cpu, long.MaxValue));
        var hostile = anchor.Note! with
        {
            Seq = long.MaxValue, Runs = int.MaxValue, Retries = -3, Charge = [new FlavorUsage("gpu", much)],
            Placement = new(East, [new NodeShare("n0", [new PodShare("main", int.MaxValue - 1, int.MaxValue)], much)]),
        };
        var target = Assert.Single(Plan([Shown.Cluster(East, [anchor with { Note = hostile }], [Shown.Pod("a", First, 0), Shown.Pod("a", First, 1)])]).Decisions).Target!;
        Assert.Equal((0L, 1_000_000, 0), (target.Seq, target.Runs, target.Retries));
        Assert.Empty(target.Charge);
        Assert.All(target.Placement.Nodes, static n => Assert.Equal(4000, n.Resources[ResourceNames.Cpu]));

        var late = new Attempt(long.MaxValue);
        var plan = Plan([Shown.Cluster(East, [Shown.Anchor("a", late, East)], [Shown.Pod("a", late, 0)])]);
        Assert.Equal(RecoveryVerdict.Unrecoverable, Assert.Single(plan.Decisions).Verdict);
        Assert.Equal(0, plan.Epoch);
    }

    [Fact]
    public void Plan_NamesTheStoresItTakesOverAndTheHighestEpoch()
    {
        var plan = Plan([Shown.Cluster(East, [Shown.Anchor("a", Second, East)], [Shown.Pod("a", Second, 0), Shown.Pod("a", Second, 1)])]);
        Assert.Equal(Guid.Parse(Shown.Ledger), Assert.Single(plan.Ancestors));
        Assert.Equal(9, plan.Epoch);
    }

    private static RecoveryPlan Plan(ShownCluster[] shown, params (string Name, RecordedJob Job)[] records) =>
        RecoveryPlanner.Plan(shown, records.ToDictionary(static r => new JobId("team", r.Name), static r => r.Job), Shown.Realm);
}
