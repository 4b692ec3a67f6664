using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>This part recovers.</summary>
internal sealed partial class ModelLedger
{
    private bool _recovering;

    public Task<RecoveryStanding> ReadStandingAsync(CancellationToken cancellationToken = default) =>
        Task.FromResult(new RecoveryStanding(Incarnation, Ancestors, _recovering));

    public Task<JobRecord?> ReadRecordAsync(JobId job, CancellationToken cancellationToken = default) => ReadJobAsync(job, cancellationToken);

    public Task<Guid> BeginAsync(ImmutableArray<Guid> ancestors, long epoch, CancellationToken cancellationToken = default)
    {
        Ancestors = Ancestors.Union(ancestors).Add(Incarnation);
        Incarnation = Guid.NewGuid();
        _nodes.Clear();
        _trees.Clear();
        _lastEpoch = Math.Max(_lastEpoch, epoch) + 1_000_000;
        _recovering = true;
        return Task.FromResult(Incarnation);
    }

    public Task<ImmutableArray<RecoveryResult>> RecoverAsync(
        Guid incarnation, ImmutableArray<RecoveredJob> jobs, CancellationToken cancellationToken = default) =>
        Task.FromResult(ImmutableArray.CreateRange(jobs.Select(Recover)));

    public Task EndAsync(Guid incarnation, CancellationToken cancellationToken = default)
    {
        _recovering = false;
        return Task.CompletedTask;
    }

    private RecoveryResult Recover(RecoveredJob job)
    {
        _lastEpoch = Math.Max(_lastEpoch, job.Newest.Epoch);
        if (_jobs.GetValueOrDefault(job.Id) is not { } known)
        {
            Place(_jobs[job.Id] = new ModelJob { Record = Fresh(job), Needs = [] }, null, job);
            return RecoveryResult.Created;
        }
        var old = known.Record;
        if (old.Uid != job.Uid)
            return RecoveryResult.OtherSubmission;
        var differs = old.Attempt == job.Attempt && old.State.HoldsPlaces() && Outcomes.Text(old.Placement) != Outcomes.Text(job.Placement);
        if (old.State.IsFinal() || !(old.Attempt < job.Attempt || differs))
            return RecoveryResult.Kept;
        Place(known, old.State, job);
        return RecoveryResult.Moved;
    }

    private JobRecord Fresh(RecoveredJob job)
    {
        var seq = job.Seq > 0 && _jobs.Values.All(other => other.Record.Seq != job.Seq) ? job.Seq : ++_lastSeq;
        _lastSeq = Math.Max(_lastSeq, seq);
        return new()
        {
            Id = job.Id, Uid = job.Uid, Seq = seq, Metadata = job.Metadata with { Uid = job.Uid }, Spec = job.Spec, Demand = job.Demand,
            SubmittedAt = job.SubmittedAt,
        };
    }

    private void Place(ModelJob known, JobState? from, RecoveredJob job)
    {
        var old = known.Record;
        var begins = job.State == JobState.Running && (old.Attempt != job.Attempt || old.StartedAt is null);
        known.Root = job.Root.Value;
        Move(known, from, old with
        {
            State = job.State, DrainTo = job.DrainTo, Reason = job.Reason, NotBefore = null, Attempt = job.Attempt, CoordinatorEpoch = ++_lastEpoch,
            AbortedUpTo = job.Newest > old.AbortedUpTo ? job.Newest : old.AbortedUpTo, Runs = Math.Max(old.Runs, job.Runs),
            Retries = Math.Max(old.Retries, job.Retries), Placement = job.Placement, Charge = job.Charge, StartedAt = begins ? time.GetUtcNow() : old.StartedAt,
        }, job.Placement.Cluster.Value);
    }
}
