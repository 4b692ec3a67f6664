using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>
/// One job: takes it in, coordinates its claims, follows its pods, ends it. Everything that matters is in the ledger; this
/// activation may vanish at any moment and another one goes on from the record.
/// </summary>
[GrainType("job")]
internal sealed partial class JobGrain(
    ILedger ledger, IOptions<JobOptions> options, IOptions<FleetOptions> fleet, SchedulerMeter meter, TimeProvider time, ILogger<JobGrain> logger) : Grain, IJobGrain
{
    // More steps than a job has states mean that something else keeps changing the record: come back later.
    private const int MaxSteps = 16;

    private static readonly TimeSpan LedgerRetry = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan FirstUnchargedBackoff = TimeSpan.FromSeconds(1);

    private JobId _id;
    private JobRecord? _job;
    private long? _epoch;
    private int _try;
    private int _conflicts;
    private IGrainTimer? _alarm;

    // What was seen and could not be recorded.
    private IGrainTimer? _unheard;

    private ClaimCoordinator Coordinator => new(GrainFactory, ledger, options.Value.PrepareFanOut);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _id = JobId.FromKey(this.GetPrimaryKeyString());
        return Task.CompletedTask;
    }

    public async Task<SubmitResult> Submit(SubmitRequest request)
    {
        using var span = JobSpans.Submit(_id, request);
        var submission = SubmissionReader.Read(request, fleet.Value) with { TraceParent = JobSpans.Carry(span, request) };
        // What is on record is not judged again: it may be this very submission, and the fleet may have changed since.
        if ((await Queue(request.Job.Spec.Queue).Check(submission.Demand)).Refusal is { } refusal && await ledger.ReadJobAsync(_id) is null)
            throw new UnsatisfiableJobException(refusal);
        var outcome = await ledger.SubmitAsync(submission);
        switch (outcome.Result)
        {
            case SubmissionResult.NameTaken:
                throw new JobAlreadyExistsException(_id);
            case SubmissionResult.TokenConflict:
                throw new SubmissionConflictException(request.Token);
        }
        if (outcome.Result == SubmissionResult.Created)
            meter.Submitted(request.Job.Spec.Queue);
        if (outcome.Job!.State == JobState.Queued)
        {
            _job = outcome.Job;
            await Wait();
        }
        return new(outcome.Job.ToJob(), outcome.Result == SubmissionResult.Created);
    }

    public async Task<Job> Check(SubmitRequest request)
    {
        var submission = SubmissionReader.Read(request, fleet.Value);
        if (await ledger.ReadJobAsync(_id) is not null)
            throw new JobAlreadyExistsException(_id);
        if ((await Queue(request.Job.Spec.Queue).Check(submission.Demand)).Refusal is { } refusal)
            throw new UnsatisfiableJobException(refusal);
        return submission.Job;
    }

    public async Task<Job> Get() => (await ledger.ReadJobAsync(_id) ?? throw new JobNotFoundException(_id)).ToJob();

    public async Task<Explanation> Explain()
    {
        var job = await ledger.ReadJobAsync(_id) ?? throw new JobNotFoundException(_id);
        if (ledger.Guard.RolledBack is { } lost && !job.State.IsFinal())
            return JobViews.Explain(job, new(job.State.HoldsPlaces() ? ReasonCode.ClusterLost : ReasonCode.PendingEvaluation, lost.Message));
        if (job.State != JobState.Queued)
            return JobViews.Explain(job, job.State.HoldsPlaces() ? await ClusterTrouble(job) ?? job.Reason : job.Reason);
        var states = await ledger.ReadStatesAsync(job.Needs());
        if (job.Needs().FirstOrDefault(n => states.GetValueOrDefault(n) != JobState.Succeeded) is { Name: not null } need)
            return JobViews.Explain(job, new(ReasonCode.WaitingForDependency,
                states.TryGetValue(need, out var state) ? $"job {need} is {state}" : $"job {need} is not known yet"));
        var explanation = await Queue(job.Spec.Queue).Explain(_id);
        // Why it waits is known to the queue; what went wrong before, to the record.
        if (explanation?.Reason is { Code: ReasonCode.BackingOff } waits && job.Reason is { } last)
            return explanation with { Reason = waits with { Message = $"{last.Message}; {waits.Message}" } };
        return explanation
            ?? JobViews.Explain(job, new(ReasonCode.PendingEvaluation, "its queue has not looked at it yet"));
    }

    public Task<Job> Cancel(long? ifVersion) => Ask(OwnerWishes.Cancel, ifVersion);

    public Task<Job> Suspend(long? ifVersion) => Ask(OwnerWishes.Suspend, ifVersion);

    public Task<Job> Resume(long? ifVersion) => Ask(OwnerWishes.Resume, ifVersion);

    public async Task Delete(long? ifVersion)
    {
        await OpenKnown();
        var outcome = await ledger.DeleteJobAsync(_id, ifVersion);
        switch (outcome.Result)
        {
            case DeletionResult.OtherVersion:
                throw new PreconditionFailedException(_id, ifVersion!.Value, outcome.Version);
            case DeletionResult.NotEnded:
                throw new JobStateException($"Job {_id} is {_job!.State}; only a job that has ended can be deleted. Cancel it first: muster cancel {_id}");
        }
        _job = null;
        DeactivateOnIdle();
    }

    public async Task Nudge()
    {
        // What the nudge is about happened in the ledger, unless this activation did it.
        if (_job is null or { State: JobState.Queued })
            await Open();
        await Drive();
    }

    public async Task Observed(GangObservation observation)
    {
        _unheard?.Dispose();
        _unheard = null;
        try
        {
            await Take(observation);
        }
        catch (LedgerUnavailableException)
        {
            // Nobody waits for the answer, and the cluster says it again only after a while.
            _unheard = this.RegisterGrainTimer(
                static (state, _) => state.Job.ObserveAgain(state.Observation), (Job: this, Observation: observation),
                new GrainTimerCreationOptions(LedgerRetry, Timeout.InfiniteTimeSpan));
            throw;
        }
    }

    private async Task ObserveAgain(GangObservation observation)
    {
        try
        {
            await Observed(observation);
        }
        catch (LedgerUnavailableException)
        {
            // The timer is set anew.
        }
    }

    private async Task Take(GangObservation observation)
    {
        await Follow(observation.Attempt);
        for (var steps = 0; steps < MaxSteps && _job is not null; steps++)
        {
            if (GangLifecycle.OnObserved(_job.ToGang(), observation) is not { } step)
                break;
            await Record(step);
        }
        // An attempt that the record does not know as current must not live on.
        if (_job is not null && observation.Attempt < _job.Attempt && !observation.Gone)
            LogSuperseded(logger, _id, observation.Attempt, _job.Attempt);
    }

    public async Task ClusterLost(ClusterName cluster)
    {
        if (_job is null)
            await Open();
        if (_job is null || _job.Placement?.Cluster != cluster || !_job.State.HoldsPlaces() || _job.Spec.Failover.Policy != FailoverPolicy.Eager)
            return;
        if (_job.State is JobState.Committed or JobState.Starting or JobState.Running)
            await Record(new(JobEvent.Fence, new(ReasonCode.ClusterLost, $"the heartbeats of cluster {cluster} have stopped, or another one answers in its place")));
        // Eager: its owner accepts that the old pods may run on until the cluster is back.
        if (_job.State == JobState.Fencing)
            await Record(new(JobEvent.Requeue, _job.Reason));
    }

    // What its owner wants of it, recorded in as many steps as it takes; of these only the first is bound to the version.
    private async Task<Job> Ask(Func<JobState, JobState?, WishVerdict> wish, long? ifVersion)
    {
        await OpenKnown();
        for (var steps = 0; steps < MaxSteps; steps++)
        {
            Require(ifVersion);
            var (step, refusal) = wish(_job!.State, _job.DrainTo);
            if (refusal is not null)
                throw new JobStateException($"Job {_id} is {_job.State}: {refusal}");
            if (step is null || await Record(step, ifVersion))
                break;
        }
        return _job!.ToJob();
    }

    private void Require(long? version)
    {
        if (version is { } wanted && wanted != _job!.Version)
            throw new PreconditionFailedException(_id, wanted, _job.Version);
    }

    // A job whose cluster is silent shows what it showed last: say so.
    private async Task<Reason?> ClusterTrouble(JobRecord job)
    {
        var cluster = await Cluster(job.Placement!.Cluster).Get();
        var name = cluster.Spec.Name;
        var eager = job.Spec.Failover.Policy == FailoverPolicy.Eager;
        var trouble = cluster.Health switch
        {
            ClusterHealth.Suspect or ClusterHealth.Lost => eager
                ? $"the heartbeats of cluster {name} are late; it moves to another cluster if they stay away"
                : $"the heartbeats of cluster {name} are late or have stopped; it waits for the cluster, as its failover policy is Hold",
            ClusterHealth.Unauthorized => $"cluster {name} does not let Muster in, so that what is shown may be old: {cluster.Problem}",
            ClusterHealth.Replaced => eager
                ? $"another cluster answers in the place of {name}; it moves to another cluster"
                : $"another cluster answers in the place of {name}; it waits until an operator accepts that one, as its failover policy is Hold",
            _ => null,
        };
        return trouble is null ? null : new(ReasonCode.ClusterLost, trouble);
    }

    // The record, opened by this activation. If it is admitted its epoch is this activation's alone from now on.
    private async Task Open()
    {
        _job = await ledger.OpenJobAsync(_id);
        if (_job is { State: JobState.Admitted })
            (_epoch, _try) = (_job.CoordinatorEpoch, 0);
    }

    private async Task OpenKnown()
    {
        await Open();
        if (_job is null)
            throw new JobNotFoundException(_id);
    }

    // The record, at least as new as what is known of an attempt.
    private async Task Follow(Attempt attempt)
    {
        if (_job is not null && attempt <= _job.Attempt && _job.State.HoldsPlaces())
            return;
        await Open();
        if (_job is not null)
            SetAlarm();
    }

    private IQueueGrain Queue(string queue) => GrainFactory.GetGrain<IQueueGrain>(queue);

    private IClusterGrain Cluster(ClusterName cluster) => GrainFactory.GetGrain<IClusterGrain>(cluster.Value);

    [LoggerMessage(1, LogLevel.Warning, "Job {Job}: attempt {Attempt} shows pods, but {Current} is the current one")]
    private static partial void LogSuperseded(ILogger logger, JobId job, Attempt attempt, Attempt current);

    [LoggerMessage(2, LogLevel.Information, "Job {Job}: {From} -> {To} ({Reason})")]
    private static partial void LogChanged(ILogger logger, JobId job, JobState from, JobState to, string reason);

    [LoggerMessage(5, LogLevel.Information, "Job {Job}: {From} -> {To}")]
    private static partial void LogMoved(ILogger logger, JobId job, JobState from, JobState to);

    [LoggerMessage(3, LogLevel.Debug, "Job {Job}: attempt {Attempt} was not committed: {Reason}")]
    private static partial void LogConflict(ILogger logger, JobId job, Attempt attempt, string reason);

    [LoggerMessage(4, LogLevel.Warning, "Job {Job}: cluster {Cluster} did not take the order; it will be given again")]
    private static partial void LogOrderLost(ILogger logger, Exception error, JobId job, ClusterName cluster);
}
