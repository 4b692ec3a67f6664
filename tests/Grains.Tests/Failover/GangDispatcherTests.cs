using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>The fence before pods are bound: what the ledger said, and how long ago.</summary>
public sealed class GangDispatcherTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(5);
    private static readonly JobId Job = new("default", "job");

    [Fact]
    public async Task Dispatch_OfACurrentAttempt_BindsIt()
    {
        var (clock, gateway) = (new HandClock(), new RecordedGateway());
        var (outcome, _, _) = await Dispatch(gateway, clock, () => clock.Advance(Window / 2));
        Assert.Equal(DispatchOutcome.Dispatched, outcome);
        Assert.Equal(["create", "bind"], gateway.Calls);
    }

    [Fact]
    public async Task Dispatch_WhenTheLedgerDoesNotAnswer_BindsNothing()
    {
        var gateway = new RecordedGateway();
        await Assert.ThrowsAsync<LedgerUnavailableException>(
            () => Dispatch(gateway, new HandClock(), static () => throw new LedgerUnavailableException("It is silent (scripted).")));
        Assert.Equal(["create"], gateway.Calls);
    }

    [Fact]
    public async Task Dispatch_WhenTheLedgersAnswerIsOlderThanTheWindow_BindsNothing()
    {
        var (clock, gateway) = (new HandClock(), new RecordedGateway());
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => Dispatch(gateway, clock, () => clock.Advance(Window)));
        Assert.DoesNotContain("bind", gateway.Calls);
    }

    private static Task<(DispatchOutcome Outcome, ImmutableArray<PodObservation> Pods, string? Detail)> Dispatch(
        RecordedGateway gateway, HandClock clock, Action reading)
    {
        var job = Gang.Of(Job.Name);
        var placement = new GangPlacement(new("east"), [new NodeShare("n1", [new PodShare(job.Spec.PodSets[0].Name, 0, 1)], ResourceVector.Empty)]);
        var record = new JobRecord { Id = Job, Uid = "u", Spec = job.Spec, State = JobState.Committed, Attempt = Attempt.Of(1, 1), Placement = placement };
        var request = new DispatchRequest { Job = Job, Uid = "u", Attempt = record.Attempt, Placement = placement, PodSets = job.Spec.PodSets };
        return new GangDispatcher(new GuardedGateway(gateway, new ScriptedGuard()), new OneJob(record, () => gateway.Calls.Contains("create"), reading), Window, clock, static () => true)
            .Dispatch(request, TestContext.Current.CancellationToken);
    }

    private sealed class OneJob(JobRecord job, Func<bool> isCreated, Action reading) : LedgerProxy(null!)
    {
        public override Guid Incarnation => Guid.Empty;

        public override ImmutableHashSet<Guid> Ancestors => [];

        public override Task<JobRecord?> ReadJobAsync(JobId id, CancellationToken cancellationToken = default)
        {
            if (isCreated())
                reading();
            return Task.FromResult<JobRecord?>(job);
        }
    }
}
