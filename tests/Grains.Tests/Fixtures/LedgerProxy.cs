using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>A ledger in front of another one, for tests that watch or disturb it.</summary>
internal abstract class LedgerProxy(ILedger inner) : ILedger
{
    protected ILedger Inner => inner;

    public virtual Guid Incarnation => inner.Incarnation;

    public virtual ILedgerGuard Guard => inner.Guard;

    public virtual ImmutableHashSet<Guid> Ancestors => inner.Ancestors;

    public virtual Task<SubmissionOutcome> SubmitAsync(Submission submission, CancellationToken cancellationToken = default) =>
        inner.SubmitAsync(submission, cancellationToken);

    public virtual Task<JobRecord?> ReadJobAsync(JobId job, CancellationToken cancellationToken = default) => inner.ReadJobAsync(job, cancellationToken);

    public virtual Task<JobRecord?> OpenJobAsync(JobId job, CancellationToken cancellationToken = default) => inner.OpenJobAsync(job, cancellationToken);

    public virtual Task<NodeOpening> OpenNodeAsync(NodeId node, EpochToken token, CancellationToken cancellationToken = default) =>
        inner.OpenNodeAsync(node, token, cancellationToken);

    public virtual Task<TreeOpening> OpenTreeAsync(QueueName root, EpochToken token, CancellationToken cancellationToken = default) =>
        inner.OpenTreeAsync(root, token, cancellationToken);

    public virtual Task<AdmissionOutcome> AdmitAsync(
        QueueName root, EpochToken token, ImmutableArray<Admission> admissions, CancellationToken cancellationToken = default) =>
        inner.AdmitAsync(root, token, admissions, cancellationToken);

    public virtual Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default) =>
        inner.CommitAsync(commit, cancellationToken);

    public virtual Task<AbortOutcome> TryAbortAsync(JobId job, Attempt attempt, CancellationToken cancellationToken = default) =>
        inner.TryAbortAsync(job, attempt, cancellationToken);

    public virtual Task<TransitionOutcome> TransitionAsync(JobTransition transition, CancellationToken cancellationToken = default) =>
        inner.TransitionAsync(transition, cancellationToken);

    public virtual Task<DeletionOutcome> DeleteJobAsync(JobId job, long? ifVersion = null, CancellationToken cancellationToken = default) =>
        inner.DeleteJobAsync(job, ifVersion, cancellationToken);

    public virtual Task<JobRecordPage> ListJobsAsync(JobQuery query, CancellationToken cancellationToken = default) =>
        inner.ListJobsAsync(query, cancellationToken);

    public virtual Task<ImmutableArray<QueuedJob>> ListQueuedAsync(
        QueueName queue, long afterChange, int limit, CancellationToken cancellationToken = default) =>
        inner.ListQueuedAsync(queue, afterChange, limit, cancellationToken);

    public virtual Task<ImmutableArray<JobId>> ListStuckAsync(
        QueueName root, JobState state, DateTimeOffset before, int limit, CancellationToken cancellationToken = default) =>
        inner.ListStuckAsync(root, state, before, limit, cancellationToken);

    public virtual Task<ImmutableArray<ChargedJob>> ListPlacedAsync(ClusterName cluster, CancellationToken cancellationToken = default) =>
        inner.ListPlacedAsync(cluster, cancellationToken);

    public virtual Task<ImmutableArray<JobId>> ListDependentsAsync(JobId job, CancellationToken cancellationToken = default) =>
        inner.ListDependentsAsync(job, cancellationToken);

    public virtual Task<ImmutableDictionary<JobId, JobState>> ReadStatesAsync(
        ImmutableArray<JobId> jobs, CancellationToken cancellationToken = default) => inner.ReadStatesAsync(jobs, cancellationToken);

    public virtual Task<ImmutableArray<JobChange>> ReadChangesAsync(long after, JobId? job, int limit, CancellationToken cancellationToken = default) =>
        inner.ReadChangesAsync(after, job, limit, cancellationToken);

    public virtual Task<Cordon?> SetCordonAsync(string target, Cordon? cordon, CancellationToken cancellationToken = default) =>
        inner.SetCordonAsync(target, cordon, cancellationToken);

    public virtual Task<ImmutableDictionary<string, Cordon>> ReadCordonsAsync(string prefix, CancellationToken cancellationToken = default) =>
        inner.ReadCordonsAsync(prefix, cancellationToken);

    public virtual Task<RegistrationOutcome> RegisterClusterAsync(ClusterRegistration cluster, bool replace, CancellationToken cancellationToken = default) =>
        inner.RegisterClusterAsync(cluster, replace, cancellationToken);

    public virtual Task<ClusterRegistration?> PinClusterAsync(ClusterSpec cluster, string? expected, string uid, bool configured, CancellationToken cancellationToken = default) =>
        inner.PinClusterAsync(cluster, expected, uid, configured, cancellationToken);

    public virtual Task<RemovalOutcome> RemoveClusterAsync(ClusterName cluster, bool force, CancellationToken cancellationToken = default) =>
        inner.RemoveClusterAsync(cluster, force, cancellationToken);

    public virtual Task<ImmutableArray<ClusterRegistration>> ReadClustersAsync(CancellationToken cancellationToken = default) =>
        inner.ReadClustersAsync(cancellationToken);

    public virtual Task<long> WaitForChangesAsync(long after, CancellationToken cancellationToken) =>
        inner.WaitForChangesAsync(after, cancellationToken);
}
