using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public abstract class TransitionTests(Store store)
{
    public static TheoryData<JobState, JobEvent> AllPairs
    {
        get
        {
            var pairs = new TheoryData<JobState, JobEvent>();
            foreach (var state in Enum.GetValues<JobState>())
                foreach (var what in Enum.GetValues<JobEvent>().Except([JobEvent.Admit, JobEvent.Commit]))
                    pairs.Add(state, what);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(AllPairs))]
    public async Task Transition_InEveryState_DoesWhatTheStateMachineSays(JobState state, JobEvent what)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(state);
        t.Time.Advance(TimeSpan.FromSeconds(10));
        var before = await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop);

        var outcome = await t.Ledger.ApplyAsync(what, what == JobEvent.Drain ? JobState.Failed : null);

        // The job drains to an end, and that stays.
        var next = state == JobState.Draining && what is (JobEvent.Drain or JobEvent.Suspend) ? null : JobStateMachine.Next(state, what);
        Assert.Equal(next is not null, outcome.Applied);
        Assert.Equal(next ?? state, outcome.Job!.State);
        Assert.Equal(next is null ? before!.Since : t.Time.GetUtcNow(), outcome.Job.Since);
        Assert.Equal(Outcomes.Text(outcome.Job), Outcomes.Text(await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop)));
    }

    [Theory]
    [InlineData("uid-else", null, null)]
    [InlineData(null, 2, null)]
    [InlineData(null, null, 2L)]
    public async Task Transition_MeantForAnother_IsRefused(string? uid, int? attempt, long? epoch)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.CommittedAsync();
        var meant = new JobTransition
        {
            Job = Sample.Id("a"), Event = JobEvent.Start, Uid = "uid-a", Attempt = Life.First, CoordinatorEpoch = 1,
        };

        var refused = await t.Ledger.TransitionAsync(meant with
        {
            Uid = uid ?? meant.Uid,
            Attempt = attempt is { } number ? Attempt.Of(1, number) : meant.Attempt,
            CoordinatorEpoch = epoch ?? meant.CoordinatorEpoch,
        }, Stop);
        var applied = await t.Ledger.TransitionAsync(meant, Stop);

        Assert.Equal((false, JobState.Committed), (refused.Applied, refused.Job!.State));
        Assert.True(applied.Applied);
    }

    [Fact]
    public async Task Transition_OfAnotherVersion_IsRefused_AlsoWhenTwoAskAtOnce()
    {
        await using var t = new TestLedger(store);
        var queued = await t.Ledger.QueuedAsync();
        var cancel = new JobTransition { Job = queued.Id, Event = JobEvent.Cancel, IfVersion = queued.Version };
        await t.Ledger.AdmitAsync("a");

        var late = await t.Ledger.TransitionAsync(cancel, Stop);
        var both = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => t.Ledger.TransitionAsync(
            new() { Job = queued.Id, Event = _ == 0 ? JobEvent.Cancel : JobEvent.Requeue, IfVersion = late.Job!.Version }, Stop)));

        Assert.Equal((false, JobState.Admitted), (late.Applied, late.Job!.State));
        Assert.Single(both, static o => o.Applied);
        Assert.All(both, o => Assert.True(o.Job!.Version > late.Job.Version));
    }

    [Fact]
    public async Task Version_GrowsWithEveryEventAndStaysOtherwise()
    {
        await using var t = new TestLedger(store);
        var versions = new List<long> { (await t.Ledger.QueuedAsync()).Version };
        await t.Ledger.AdmitAsync("a");
        versions.Add((await t.Ledger.OpenJobAsync(Sample.Id("a"), Stop))!.Version);
        Assert.Equal(versions[^1], (await t.Ledger.OpenJobAsync(Sample.Id("a"), Stop))!.Version);
        await t.Ledger.TryAbortAsync(Sample.Id("a"), Life.First, Stop);
        Assert.Equal(versions[^1], (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!.Version);
        await t.Ledger.QueuedAsync("else");
        versions.Add((await t.Ledger.ApplyAsync(JobEvent.Requeue)).Job!.Version);
        versions.Add((await t.Ledger.ApplyAsync(JobEvent.Cancel)).Job!.Version);
        await t.ReopenAsync();

        Assert.Equal(versions.Distinct().Order(), versions);
        Assert.Equal(versions[^1], (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!.Version);
    }

    [Fact]
    public async Task Transition_Repeated_IsRecordedOnce()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.CommittedAsync();
        Assert.True((await t.Ledger.ApplyAsync(JobEvent.Start)).Applied);
        await t.ReopenAsync();
        var changes = await t.Ledger.ReadChangesAsync(0, null, 100, Stop);

        var again = await t.Ledger.ApplyAsync(JobEvent.Start);

        Assert.Equal((false, JobState.Starting), (again.Applied, again.Job!.State));
        Assert.Equal(changes.Length, (await t.Ledger.ReadChangesAsync(0, null, 100, Stop)).Length);
    }

    [Theory]
    [InlineData(JobState.Admitted)]
    [InlineData(JobState.Fencing)]
    public async Task Requeue_GivesBackPlacesAndCharge_AndKeepsTheAge(JobState from)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(from);
        var later = t.Time.GetUtcNow().AddSeconds(30);
        var reason = new Reason(ReasonCode.BackingOff, "a while");

        var outcome = await t.Ledger.TransitionAsync(
            new() { Job = Sample.Id("a"), Event = JobEvent.Requeue, NotBefore = later, Reason = reason }, Stop);

        Assert.Equal((JobState.Queued, 1L, later, reason), (outcome.Job!.State, outcome.Job.Seq, outcome.Job.NotBefore, outcome.Job.Reason));
        Assert.Null(outcome.Job.Placement);
        Assert.Empty(outcome.Job.Charge);
        await NothingIsHeldAsync(t.Ledger);
        Assert.Equal(later, Assert.Single(await t.Ledger.ListQueuedAsync(new("leaf"), 0, 10, Stop)).Job.NotBefore);
    }

    [Fact]
    public async Task End_GivesBackPlacesAndCharge_AndShowsWhereItRan()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(JobState.Running);
        t.Time.Advance(TimeSpan.FromHours(1));

        var job = (await t.Ledger.ApplyAsync(JobEvent.Succeed)).Job!;

        Assert.Equal((t.Time.GetUtcNow(), t.Time.GetUtcNow().AddHours(-1)), (job.FinishedAt, job.StartedAt));
        Assert.Equal(["n1", "n2"], job.Placement!.Nodes.Select(n => n.Node));
        Assert.Empty(job.Charge);
        await NothingIsHeldAsync(t.Ledger);
    }

    [Fact]
    public async Task End_OfAJobThatWasOnlyPlanned_ShowsNoPlaces()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.AdmittedAsync();

        Assert.Null((await t.Ledger.ApplyAsync(JobEvent.Cancel)).Job!.Placement);
        await NothingIsHeldAsync(t.Ledger);
    }

    [Theory]
    [InlineData(true, 1)]
    [InlineData(false, 0)]
    public async Task Fence_ChargesARetryWhenAskedTo(bool charge, int retries)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.CommittedAsync();

        var outcome = await t.Ledger.TransitionAsync(
            new() { Job = Sample.Id("a"), Event = JobEvent.Fence, ChargeRetry = charge }, Stop);

        Assert.Equal(retries, outcome.Job!.Retries);
        Assert.Single((await t.Ledger.OpenNodeAsync(Sample.Node("n1"), EpochToken.New(), Stop)).Claims);
    }

    [Fact]
    public async Task Drain_RemembersWhereTo_AndWhyUntilTheEnd()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(JobState.Running);
        var reason = new Reason(ReasonCode.DeadlineExceeded, "too long");

        var draining = await t.Ledger.TransitionAsync(
            new() { Job = Sample.Id("a"), Event = JobEvent.Drain, DrainTo = JobState.Failed, Reason = reason }, Stop);
        var again = await t.Ledger.ApplyAsync(JobEvent.Drain, JobState.Cancelled);
        var ended = await t.Ledger.ApplyAsync(JobEvent.Fail);

        Assert.Equal((true, JobState.Failed), (draining.Applied, draining.Job!.DrainTo));
        Assert.Equal((false, JobState.Failed), (again.Applied, again.Job!.DrainTo));
        Assert.Equal((JobState.Failed, null, reason), (ended.Job!.State, ended.Job.DrainTo, ended.Job.Reason));
    }

    [Fact]
    public async Task Drain_ToSuspension_CanBecomeAnEndButNotTheOtherWayRound()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(JobState.Running);

        var draining = await t.Ledger.ApplyAsync(JobEvent.Drain, JobState.Suspended);
        var again = await t.Ledger.ApplyAsync(JobEvent.Drain, JobState.Suspended);
        var cancelled = await t.Ledger.ApplyAsync(JobEvent.Drain, JobState.Cancelled);
        var back = await t.Ledger.ApplyAsync(JobEvent.Drain, JobState.Suspended);

        Assert.Equal((true, JobState.Suspended), (draining.Applied, draining.Job!.DrainTo));
        Assert.False(again.Applied);
        Assert.Equal((true, JobState.Cancelled), (cancelled.Applied, cancelled.Job!.DrainTo));
        Assert.Equal((false, JobState.Cancelled), (back.Applied, back.Job!.DrainTo));
        Assert.False((await t.Ledger.ApplyAsync(JobEvent.Suspend)).Applied);
    }

    [Theory]
    [InlineData(JobState.Queued)]
    [InlineData(JobState.Admitted)]
    [InlineData(JobState.Draining)]
    public async Task Suspend_GivesEverythingBack_AndKeepsTheAge(JobState from)
    {
        await using var t = new TestLedger(store);
        await SuspendableAsync(t, from);
        var reason = new Reason(ReasonCode.SuspendRequested, "a while");

        var job = (await t.Ledger.TransitionAsync(new() { Job = Sample.Id("a"), Event = JobEvent.Suspend, Reason = reason }, Stop)).Job!;

        Assert.Equal((JobState.Suspended, 1L, reason), (job.State, job.Seq, job.Reason));
        Assert.Null(job.Placement);
        Assert.Null(job.FinishedAt);
        Assert.Empty(job.Charge);
        await NothingIsHeldAsync(t.Ledger);
        Assert.Empty(await t.Ledger.ListQueuedAsync(new("leaf"), 0, 10, Stop));
        var resumed = (await t.Ledger.ApplyAsync(JobEvent.Resume)).Job!;
        Assert.Equal((JobState.Queued, 1L, null), (resumed.State, resumed.Seq, resumed.Reason));
        Assert.Single(await t.Ledger.ListQueuedAsync(new("leaf"), 0, 10, Stop));
    }

    // Whoever claimed before the suspension may still send his commit, at any time.
    [Theory]
    [InlineData(JobState.Admitted)]
    [InlineData(JobState.Draining)]
    public async Task Suspend_OfAJobThatIsClaimed_FencesTheClaim(JobState from)
    {
        await using var t = new TestLedger(store);
        await SuspendableAsync(t, from);
        await t.Ledger.OpenNodesAsync();
        var late = t.Ledger.GoodCommit(epoch: (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!.CoordinatorEpoch);
        await t.Ledger.ApplyAsync(JobEvent.Suspend);
        await t.Ledger.ApplyAsync(JobEvent.Resume);
        await t.Ledger.AdmitAsync("a");

        Assert.Equal(CommitResult.StaleCoordinator, (await t.Ledger.CommitAsync(late, Stop)).Result);
    }

    [Fact]
    public async Task Transition_ThatMakesNoSense_IsAMistakeOfTheCaller()
    {
        await using var t = new TestLedger(store);

        await Assert.ThrowsAsync<ArgumentException>(() => t.Ledger.ApplyAsync(JobEvent.Drain));
        await Assert.ThrowsAsync<ArgumentException>(() => t.Ledger.ApplyAsync(JobEvent.Drain, JobState.Queued));
        await Assert.ThrowsAsync<ArgumentException>(() => t.Ledger.ApplyAsync(JobEvent.Admit));
        await Assert.ThrowsAsync<ArgumentException>(() => t.Ledger.ApplyAsync(JobEvent.Commit));
    }

    private static async Task SuspendableAsync(TestLedger t, JobState state)
    {
        await t.Ledger.BringToAsync(state == JobState.Draining ? JobState.Running : state);
        if (state == JobState.Draining)
            await t.Ledger.ApplyAsync(JobEvent.Drain, JobState.Suspended);
    }

    private static async Task NothingIsHeldAsync(ILedger ledger)
    {
        Assert.Empty((await ledger.OpenNodeAsync(Sample.Node("n1"), EpochToken.New(), Stop)).Claims);
        Assert.Empty((await ledger.OpenTreeAsync(Sample.Root, EpochToken.New(), Stop)).Charged);
        Assert.Empty(await ledger.ListPlacedAsync(Sample.Cluster, Stop));
    }
}
