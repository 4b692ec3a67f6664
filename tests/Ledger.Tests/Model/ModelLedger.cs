using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>
/// The ledger's rules over dictionaries, for one caller at a time: what every real ledger must answer. Written as the
/// rules read, with no thought of speed. This part changes things.
/// </summary>
internal sealed partial class ModelLedger(Guid incarnation, TimeProvider time) : ILedger, ILedgerRecovery
{
    private readonly Dictionary<JobId, ModelJob> _jobs = [];
    private readonly Dictionary<(string Namespace, string Token), (long Seq, string BodyHash)> _submissions = [];
    private readonly Dictionary<NodeId, EpochToken> _nodes = [];
    private readonly Dictionary<QueueName, EpochToken> _trees = [];
    private readonly List<JobChange> _changes = [];
    private long _lastSeq;
    private long _lastEpoch;

    public Guid Incarnation { get; private set; } = incarnation;

    public ImmutableHashSet<Guid> Ancestors { get; private set; } = [];

    public ILedgerGuard Guard => throw new NotSupportedException("The model has no store that could be lost.");

    public Task<SubmissionOutcome> SubmitAsync(Submission submission, CancellationToken cancellationToken = default)
    {
        var (job, id) = (submission.Job, submission.Job.Id);
        if (_submissions.TryGetValue((id.Namespace, submission.Token), out var known))
        {
            var recorded = _jobs.Values.SingleOrDefault(j => j.Record.Seq == known.Seq);
            return Task.FromResult(known.BodyHash == submission.BodyHash && recorded is not null
                ? new SubmissionOutcome(SubmissionResult.Repeated, recorded.Record)
                : new SubmissionOutcome(SubmissionResult.TokenConflict, null));
        }
        if (_jobs.ContainsKey(id))
            return Task.FromResult(new SubmissionOutcome(SubmissionResult.NameTaken, null));

        var record = new JobRecord
        {
            Id = id, Uid = job.Metadata.Uid, Seq = ++_lastSeq, Metadata = job.Metadata, Spec = job.Spec,
            Demand = submission.Demand, SubmittedAt = time.GetUtcNow(),
        };
        var entry = _jobs[id] = new ModelJob
        {
            Record = record,
            Needs = [.. job.Spec.DependsOn.Select(need => need.Contains('/', StringComparison.Ordinal) ? need : $"{id.Namespace}/{need}")],
        };
        _submissions[(id.Namespace, submission.Token)] = (record.Seq, submission.BodyHash);
        Move(entry, null, record, null);
        return Task.FromResult(new SubmissionOutcome(SubmissionResult.Created, entry.Record));
    }

    public Task<JobRecord?> OpenJobAsync(JobId job, CancellationToken cancellationToken = default)
    {
        if (_jobs.GetValueOrDefault(job) is { Record.State: JobState.Admitted } entry)
            entry.Record = entry.Record with { CoordinatorEpoch = ++_lastEpoch };
        return ReadJobAsync(job, cancellationToken);
    }

    public Task<NodeOpening> OpenNodeAsync(NodeId node, EpochToken token, CancellationToken cancellationToken = default)
    {
        _nodes[node] = token;
        var claims =
            from job in BySeq()
            where job.Record.State.HoldsPlaces() && job.Record.Placement!.Cluster == node.Cluster
            from share in job.Record.Placement!.Nodes
            where share.Node == node.Node
            select new NodeClaim(job.Record.Id, job.Record.Attempt, share.Resources);
        return Task.FromResult(new NodeOpening([.. claims]));
    }

    public Task<TreeOpening> OpenTreeAsync(QueueName root, EpochToken token, CancellationToken cancellationToken = default)
    {
        _trees[root] = token;
        return Task.FromResult(new TreeOpening([.. BySeq().Where(job => job.Root == root.Value).Select(Charged)]));
    }

    public Task<AdmissionOutcome> AdmitAsync(
        QueueName root, EpochToken token, ImmutableArray<Admission> admissions, CancellationToken cancellationToken = default)
    {
        if (!_trees.TryGetValue(root, out var current) || current != token)
            return Task.FromResult(new AdmissionOutcome(true, [.. admissions.Select(_ => false)]));
        var admitted = ImmutableArray.CreateBuilder<bool>();
        foreach (var (id, placement, charge) in admissions)
        {
            var queued = _jobs.GetValueOrDefault(id) is { Record.State: JobState.Queued };
            admitted.Add(queued);
            if (!queued)
                continue;
            var entry = _jobs[id];
            entry.Root = root.Value;
            Move(entry, JobState.Queued, entry.Record with
            {
                State = JobState.Admitted, Placement = placement, Charge = charge, NotBefore = null, Reason = null,
            }, placement.Cluster.Value);
        }
        return Task.FromResult(new AdmissionOutcome(false, admitted.ToImmutable()));
    }

    public Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default) =>
        Task.FromResult(Decide(commit));

    public Task<AbortOutcome> TryAbortAsync(JobId job, Attempt attempt, CancellationToken cancellationToken = default)
    {
        var entry = _jobs.GetValueOrDefault(job);
        var holds = entry is not null && entry.Record.State.HoldsPlaces() && entry.Record.Attempt == attempt;
        if (entry is not null && !holds && attempt > entry.Record.AbortedUpTo)
            entry.Record = entry.Record with { AbortedUpTo = attempt };
        return Task.FromResult(new AbortOutcome(holds));
    }

    public Task<TransitionOutcome> TransitionAsync(JobTransition transition, CancellationToken cancellationToken = default)
    {
        if (_jobs.GetValueOrDefault(transition.Job) is not { } entry)
            return Task.FromResult(new TransitionOutcome(false, null));
        var old = entry.Record;
        if ((transition.Uid ?? old.Uid) != old.Uid
            || (transition.Attempt ?? old.Attempt) != old.Attempt
            || (transition.CoordinatorEpoch ?? old.CoordinatorEpoch) != old.CoordinatorEpoch
            || (transition.IfVersion ?? old.Version) != old.Version
            || JobStateMachine.Next(old.State, transition.Event) is not { } next)
            return Task.FromResult(new TransitionOutcome(false, old));

        var suspending = old.DrainTo == JobState.Suspended;
        if (old.State == JobState.Draining
            && ((transition.Event == JobEvent.Drain && !(suspending && transition.DrainTo != JobState.Suspended))
                || (transition.Event == JobEvent.Suspend && !suspending)))
            return Task.FromResult(new TransitionOutcome(false, old));

        Move(entry, old.State, After(old, next, transition), old.Placement?.Cluster.Value);
        return Task.FromResult(new TransitionOutcome(true, entry.Record));
    }

    public Task<DeletionOutcome> DeleteJobAsync(JobId job, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        if (_jobs.GetValueOrDefault(job)?.Record is not { } record)
            return Task.FromResult(new DeletionOutcome(DeletionResult.NotKnown, 0));
        var result = (ifVersion ?? record.Version) != record.Version ? DeletionResult.OtherVersion
            : record.State.IsFinal() ? DeletionResult.Deleted : DeletionResult.NotEnded;
        if (result == DeletionResult.Deleted)
            _jobs.Remove(job);
        return Task.FromResult(new DeletionOutcome(result, record.Version));
    }

    private CommitOutcome Decide(Commit commit)
    {
        if (commit.Incarnation != Incarnation)
            return new(CommitResult.OtherIncarnation, null, []);
        var entry = _jobs.GetValueOrDefault(commit.Job);
        var job = entry?.Record;
        if (job is { State: JobState.Committed } && job.Attempt == commit.Attempt)
            return new(CommitResult.Committed, job, []);
        if (job is not { State: JobState.Admitted })
            return new(CommitResult.WrongState, job, []);
        if (job.CoordinatorEpoch != commit.CoordinatorEpoch)
            return new(CommitResult.StaleCoordinator, job, []);
        if (commit.Attempt <= job.AbortedUpTo)
            return new(CommitResult.Aborted, job, []);
        ImmutableArray<string> stale =
        [
            .. commit.Grants
                .Where(g => !_nodes.TryGetValue(new(commit.Placement.Cluster, g.Node), out var current) || current != g.Token)
                .Select(g => g.Node),
            .. commit.Placement.Nodes.Select(n => n.Node).Except(commit.Grants.Select(g => g.Node)),
        ];
        if (!stale.IsEmpty)
            return new(CommitResult.StaleNodes, job, stale);
        Move(entry!, JobState.Admitted, job with
        {
            State = JobState.Committed, Attempt = commit.Attempt, Runs = job.Runs + 1, Placement = commit.Placement, Reason = null,
        }, commit.Placement.Cluster.Value);
        return new(CommitResult.Committed, entry!.Record, []);
    }

    private JobRecord After(JobRecord old, JobState next, JobTransition transition)
    {
        var now = time.GetUtcNow();
        var explained = transition.Reason is not null || old.State is not (JobState.Draining or JobState.Fencing);
        var places = next is not (JobState.Queued or JobState.Suspended) && (old.State.HoldsPlaces() || !next.IsFinal());
        return old with
        {
            State = next,
            CoordinatorEpoch = next == JobState.Suspended ? ++_lastEpoch : old.CoordinatorEpoch,
            Reason = explained ? transition.Reason : old.Reason,
            DrainTo = next == JobState.Draining ? transition.DrainTo : null,
            NotBefore = next == JobState.Queued ? transition.NotBefore : null,
            StartedAt = next == JobState.Running ? now : old.StartedAt,
            FinishedAt = next.IsFinal() ? now : old.FinishedAt,
            Retries = old.Retries + (next == JobState.Fencing && transition.ChargeRetry ? 1 : 0),
            Charge = next.IsCharged() ? old.Charge : [],
            Placement = places ? old.Placement : null,
        };
    }

    private void Move(ModelJob job, JobState? from, JobRecord to, string? cluster)
    {
        var now = time.GetUtcNow();
        job.Change = _changes.Count + 1;
        job.Record = to with { Since = now, Version = job.Change };
        job.Root = to.State.IsCharged() ? job.Root : null;
        var placed = to.State.HoldsPlaces() || from?.HoldsPlaces() == true;
        _changes.Add(new JobChange
        {
            Sequence = job.Change, At = now, Job = to.Id, Uid = to.Uid, From = from, To = to.State,
            Attempt = placed ? to.Attempt.ToString() : null, Cluster = cluster, Reason = to.Reason,
            Queue = to.Spec.Queue,
        });
    }

    private IEnumerable<ModelJob> BySeq() => _jobs.Values.OrderBy(job => job.Record.Seq);

    private static ChargedJob Charged(ModelJob job) => new(
        job.Record.Id, new(job.Record.Spec.Queue), job.Record.Attempt, job.Record.State, job.Record.Charge, job.Record.Placement);
}
