using System.Collections.Immutable;
using Muster.Contracts;
using StackExchange.Redis;
using static Muster.Ledger.Arguments;

namespace Muster.Ledger;

/// <summary>What changes the ledger: each a script of its own.</summary>
public sealed partial class RedisLedger
{
    /// <inheritdoc/>
    public async Task<SubmissionOutcome> SubmitAsync(Submission submission, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(submission.Token, nameof(submission));
        var (job, id) = (submission.Job, submission.Job.Id);
        var uid = job.Metadata.Uid.Length > 0 ? job.Metadata.Uid : Guid.NewGuid().ToString();
        var body = JobBody.Of(job.Metadata with { Uid = uid }, job.Spec, submission.Demand);
        var needs = job.Spec.DependsOn.Select(need => need.Contains('/', StringComparison.Ordinal) ? need : $"{id.Namespace}/{need}");

        var reply = await _caller.WriteAsync(
            LedgerScript.Submit,
            [
                id.ToString(), id.Namespace, submission.Token, submission.BodyHash, uid, job.Spec.Queue, job.Spec.Priority,
                Text(submission.TraceParent), body.Metadata.Utf8, body.Spec.Utf8, body.Demand.Utf8,
                .. needs.Select(static need => (RedisValue)need),
            ],
            cancellationToken);
        var row = RedisRow.Job(reply, 1);
        if (row is not null)
            row.Body ??= body;
        return new(Enum.Parse<SubmissionResult>(reply.Text(0)), Show(row));
    }

    /// <inheritdoc/>
    public async Task<JobRecord?> OpenJobAsync(JobId job, CancellationToken cancellationToken = default)
    {
        var known = _recent.Find(job);
        var reply = await _caller.WriteAsync(LedgerScript.OpenJob, [job.ToString(), SeqOf(known)], cancellationToken);
        return Show(RedisRow.Job(reply, 0, known));
    }

    /// <inheritdoc/>
    public async Task<NodeOpening> OpenNodeAsync(NodeId node, EpochToken token, CancellationToken cancellationToken = default)
    {
        var reply = await _caller.WriteAsync(LedgerScript.OpenNode, [node.Cluster.Value, node.Node, token.ToString()], cancellationToken);
        return new([.. reply.Lists(0).Select(claim =>
            new ClaimRow(claim.Text(0), new(claim.Long(1)), new(claim.Bytes(2)!, MusterJson.Default.GangPlacement)).On(node.Node))]);
    }

    /// <inheritdoc/>
    public async Task<TreeOpening> OpenTreeAsync(QueueName root, EpochToken token, CancellationToken cancellationToken = default)
    {
        await _caller.WriteAsync(LedgerScript.OpenTree, [root.Value, token.ToString()], cancellationToken);
        // After the token: nobody else can charge anything to the tree any more, so this may be read piece by piece.
        return new(await ReadChargedAsync("charged:" + root.Value, cancellationToken));
    }

    /// <inheritdoc/>
    public async Task<AdmissionOutcome> AdmitAsync(
        QueueName root, EpochToken token, ImmutableArray<Admission> admissions, CancellationToken cancellationToken = default)
    {
        var reply = await _caller.WriteAsync(
            LedgerScript.Admit, [root.Value, token.ToString(), .. admissions.SelectMany(Encode)], cancellationToken);
        if (reply.Text(0) == "stale")
            return new(true, [.. admissions.Select(static _ => false)]);
        var admitted = reply.List(1);
        return new(false, [.. Enumerable.Range(0, admitted.Length).Select(i => admitted.Long(i) == 1)]);

        static RedisValue[] Encode(Admission admission) =>
        [
            admission.Job.ToString(), admission.Placement.Cluster.Value,
            new Json<GangPlacement>(admission.Placement, MusterJson.Default.GangPlacement).Utf8,
            new Json<ImmutableArray<FlavorUsage>>(admission.Charge, MusterJson.Default.ImmutableArrayFlavorUsage).Utf8,
        ];
    }

    /// <inheritdoc/>
    public async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        if (commit.Placement.Nodes.IsDefaultOrEmpty || commit.Grants.IsDefault)
            throw new ArgumentException("A commit names at least one node.", nameof(commit));
        string[] nodes = [.. commit.Placement.Nodes.Select(static share => share.Node)];
        if (nodes.Distinct(StringComparer.Ordinal).Count() < nodes.Length)
            throw new ArgumentException("A commit names each node once.", nameof(commit));
        // The script checks that the store is still ours; whether the coordinator means ours is known here.
        if (commit.Incarnation != Incarnation)
            return new(CommitResult.OtherIncarnation, null, []);

        // A node of the placement that came without a grant is stale too: nobody vouches for its places.
        string[] ungranted = [.. nodes.Except(commit.Grants.Select(static grant => grant.Node), StringComparer.Ordinal)];
        var known = _recent.Find(commit.Job);
        var reply = await _caller.WriteAsync(
            LedgerScript.Commit,
            [
                commit.Job.ToString(), SeqOf(known), commit.CoordinatorEpoch, Of(commit.Attempt, nameof(commit)), commit.Placement.Cluster.Value,
                new Json<GangPlacement>(commit.Placement, MusterJson.Default.GangPlacement).Utf8, ungranted.Length, commit.Grants.Length,
                .. commit.Grants.SelectMany(static grant => new RedisValue[] { grant.Node, grant.Token.ToString() }),
                .. nodes.Select(static node => (RedisValue)node),
            ],
            cancellationToken);
        var result = Enum.Parse<CommitResult>(reply.Text(0));
        var stale = reply.List(2);
        return new(result, Show(RedisRow.Job(reply, 1, known)), result == CommitResult.StaleNodes
            ? [.. Enumerable.Range(0, stale.Length).Select(i => stale.Text(i)), .. ungranted]
            : []);
    }

    /// <inheritdoc/>
    public async Task<AbortOutcome> TryAbortAsync(JobId job, Attempt attempt, CancellationToken cancellationToken = default)
    {
        var reply = await _caller.WriteAsync(LedgerScript.Abort, [job.ToString(), Of(attempt, nameof(attempt))], cancellationToken);
        return new(reply.Long(0) == 1);
    }

    /// <inheritdoc/>
    public async Task<TransitionOutcome> TransitionAsync(JobTransition transition, CancellationToken cancellationToken = default)
    {
        if (transition.Event is JobEvent.Admit or JobEvent.Commit)
            throw new ArgumentException($"{transition.Event} has guards of its own: use the method for it.", nameof(transition));
        if (transition.Event == JobEvent.Drain && transition.DrainTo is not JobState.Suspended && transition.DrainTo?.IsFinal() != true)
            throw new ArgumentException("Draining needs the state to drain to: a final one, or suspended.", nameof(transition));
        var known = _recent.Find(transition.Job);
        var reply = await _caller.WriteAsync(
            LedgerScript.Transition,
            [
                transition.Job.ToString(), SeqOf(known), Following(transition.Event),
                Guard(transition.Uid), Guard(transition.Attempt?.Value), Guard(transition.CoordinatorEpoch), Guard(transition.IfVersion),
                transition.Event switch { JobEvent.Drain => "drain", JobEvent.Suspend => "suspend", _ => "other" },
                transition.DrainTo is { } goal ? (int)goal : "", transition.ChargeRetry ? 1 : 0, Moment(transition.NotBefore),
                transition.Reason is { } reason ? (int)reason.Code : "", Text(transition.Reason?.Message),
            ],
            cancellationToken);
        return new(reply.Long(0) == 1, Show(RedisRow.Job(reply, 1, known)));
    }

    /// <inheritdoc/>
    public async Task<DeletionOutcome> DeleteJobAsync(JobId job, long? ifVersion = null, CancellationToken cancellationToken = default)
    {
        var reply = await _caller.WriteAsync(
            LedgerScript.Delete, [job.ToString(), job.Namespace, ifVersion is { } version ? Number(version) : ""], cancellationToken);
        return new(Enum.Parse<DeletionResult>(reply.Text(0)), reply.Long(1));
    }

    private static RedisValue SeqOf(RecentRow? known) => known is null ? "" : known.Seq;

    private JobRecord? Show(JobRow? job)
    {
        if (job is null)
            return null;
        _recent.Keep(job);
        return job.ToRecord();
    }
}
