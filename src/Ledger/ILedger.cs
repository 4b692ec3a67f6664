using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// The one durable record of decisions. Every method is one guarded transaction: it happens whole or not at all, its
/// guards are checked inside it, and repeating what succeeded answers success again.
/// </summary>
/// <remarks>
/// An answer means that the record is on disk. <see cref="LedgerUnavailableException"/> means that the outcome is unknown.
/// </remarks>
public interface ILedger
{
    /// <summary>Most entries of the event log that one read gives.</summary>
    const int MaxChangesPage = 1_000;

    /// <summary>Identity of the store; another one after it was wiped.</summary>
    Guid Incarnation { get; }

    /// <summary>Whether it is still the store that this silo knows. Once it is not, every write fails with <see cref="LedgerRolledBackException"/>.</summary>
    ILedgerGuard Guard { get; }

    /// <summary>Identities of the stores that this one was recovered from: their attempts are this one's.</summary>
    ImmutableHashSet<Guid> Ancestors { get; }

    /// <summary>
    /// Accepts a job, once for a token (of a namespace) and once for a name. Its uid is that of its metadata; if that is
    /// empty the ledger gives one. A token whose job has been deleted since stays used for a while, so that a late repeat
    /// does not run the job again: <see cref="SubmissionResult.TokenConflict"/>.
    /// </summary>
    Task<SubmissionOutcome> SubmitAsync(Submission submission, CancellationToken cancellationToken = default);

    /// <summary>Reads a job; null when it is not known.</summary>
    Task<JobRecord?> ReadJobAsync(JobId job, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads a job for a new coordinator. If it is admitted it gets a coordinator epoch that no job ever had, so that no
    /// commit of an older activation can succeed any more. An activation that finds its job queued has no epoch of its own
    /// yet: it has to open the job again once that is admitted, before it commits.
    /// </summary>
    Task<JobRecord?> OpenJobAsync(JobId job, CancellationToken cancellationToken = default);

    /// <summary>Makes the token the node's current one, then reads what is held there.</summary>
    Task<NodeOpening> OpenNodeAsync(NodeId node, EpochToken token, CancellationToken cancellationToken = default);

    /// <summary>Makes the token the tree's current one, then reads what is charged to it. The root queue's name names the tree.</summary>
    Task<TreeOpening> OpenTreeAsync(QueueName root, EpochToken token, CancellationToken cancellationToken = default);

    /// <summary>Admits a batch of queued jobs of a tree.</summary>
    Task<AdmissionOutcome> AdmitAsync(QueueName root, EpochToken token, ImmutableArray<Admission> admissions, CancellationToken cancellationToken = default);

    /// <summary>Commits a gang, whole, if coordinator, attempt and every node's token are current.</summary>
    Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default);

    /// <summary>Settles the fate of an attempt: committed already, or never.</summary>
    Task<AbortOutcome> TryAbortAsync(JobId job, Attempt attempt, CancellationToken cancellationToken = default);

    /// <summary>
    /// Records what happened to a job. A requeue, a suspension or an end gives back its places and its charge. A repeat of what was
    /// recorded is not recorded again: the outcome shows the job as it stands.
    /// </summary>
    /// <exception cref="ArgumentException">The event has a method of its own, or a drain has neither a final state nor suspension to go to.</exception>
    Task<TransitionOutcome> TransitionAsync(JobTransition transition, CancellationToken cancellationToken = default);

    /// <summary>Forgets a job that has ended, if it still has the version; null for any.</summary>
    Task<DeletionOutcome> DeleteJobAsync(JobId job, long? ifVersion = null, CancellationToken cancellationToken = default);

    /// <summary>
    /// A page of jobs in the order of acceptance, or against it. A page looks at a bounded number of jobs, so that it may be
    /// short, even empty, while <see cref="JobRecordPage.Next"/> says to go on.
    /// </summary>
    Task<JobRecordPage> ListJobsAsync(JobQuery query, CancellationToken cancellationToken = default);

    /// <summary>
    /// Pages through the jobs that wait in a queue, in the order of their last change, after the change with this number:
    /// how a queue comes back after a crash and finds what it was not told.
    /// </summary>
    Task<ImmutableArray<QueuedJob>> ListQueuedAsync(QueueName queue, long afterChange, int limit, CancellationToken cancellationToken = default);

    /// <summary>Jobs that are charged to a tree, are in the state, and came into it before the moment.</summary>
    Task<ImmutableArray<JobId>> ListStuckAsync(QueueName root, JobState state, DateTimeOffset before, int limit, CancellationToken cancellationToken = default);

    /// <summary>Every attempt that holds places in a cluster, with the job's state.</summary>
    Task<ImmutableArray<ChargedJob>> ListPlacedAsync(ClusterName cluster, CancellationToken cancellationToken = default);

    /// <summary>Queued jobs that depend on the given job, in the order of acceptance.</summary>
    Task<ImmutableArray<JobId>> ListDependentsAsync(JobId job, CancellationToken cancellationToken = default);

    /// <summary>The state of each job that is known.</summary>
    Task<ImmutableDictionary<JobId, JobState>> ReadStatesAsync(ImmutableArray<JobId> jobs, CancellationToken cancellationToken = default);

    /// <summary>
    /// Reads the event log after a sequence number, of one job or of all. At most <see cref="MaxChangesPage"/> entries. Old
    /// entries are dropped; 0 reads from the oldest that is there.
    /// </summary>
    /// <exception cref="WatchExpiredException">Of all jobs: entries after that number have been dropped, so that a reader that follows would miss them.</exception>
    Task<ImmutableArray<JobChange>> ReadChangesAsync(long after, JobId? job, int limit, CancellationToken cancellationToken = default);

    /// <summary>
    /// Cordons a target (see <see cref="CordonTarget"/>), or lifts its cordon (null). Setting the same reason by the same name
    /// again changes nothing; anything else replaces what was there. Returns the cordon as it stands.
    /// </summary>
    /// <exception cref="OverloadedException"><see cref="Cordon.MaxCordons"/> other targets are cordoned.</exception>
    Task<Cordon?> SetCordonAsync(string target, Cordon? cordon, CancellationToken cancellationToken = default);

    /// <summary>The cordons of all targets that begin so, by target.</summary>
    Task<ImmutableDictionary<string, Cordon>> ReadCordonsAsync(string prefix, CancellationToken cancellationToken = default);

    /// <summary>
    /// Registers a cluster. Registering the same labels again changes nothing; other ones only with <paramref name="replace"/>.
    /// A cluster that was heard from keeps its identity: one with another uid is refused. The sealed access comes and goes with the
    /// registration, in a ledger that several silos share; with the same labels again it is taken only where there is none yet.
    /// </summary>
    Task<RegistrationOutcome> RegisterClusterAsync(ClusterRegistration cluster, bool replace, CancellationToken cancellationToken = default);

    /// <summary>
    /// Makes <paramref name="uid"/> the identity of a cluster, if that is <paramref name="expected"/> still (null: none yet).
    /// A cluster that has no row gets one if it is <paramref name="configured"/>. Returns how it stands; null when there is none.
    /// </summary>
    Task<ClusterRegistration?> PinClusterAsync(ClusterSpec cluster, string? expected, string uid, bool configured, CancellationToken cancellationToken = default);

    /// <summary>
    /// Removes a registered cluster, if no job holds places there or was admitted to it. With <paramref name="force"/> also then:
    /// its row stays until a later call finds no such job any more. What its nodes granted before can be committed no more.
    /// </summary>
    Task<RemovalOutcome> RemoveClusterAsync(ClusterName cluster, bool force, CancellationToken cancellationToken = default);

    /// <summary>Every cluster on record, by name.</summary>
    Task<ImmutableArray<ClusterRegistration>> ReadClustersAsync(CancellationToken cancellationToken = default);

    /// <summary>Completes when the event log has grown beyond a sequence number, or when cancelled; returns the log's end.</summary>
    Task<long> WaitForChangesAsync(long after, CancellationToken cancellationToken);
}
