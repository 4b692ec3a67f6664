using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>
/// The way to one member cluster. Reads are consistent, writes are safe to repeat: pods are named for job and attempt, and
/// whoever creates one that exists gets the one that exists. An unbound pod never runs.
/// </summary>
/// <remarks>
/// Every call may fail with <see cref="ClusterUnreachableException"/>, which for a write says nothing about its outcome.
/// </remarks>
public interface IClusterGateway
{
    /// <summary>Asks for a sign of life. Returns the identity of the cluster's present incarnation (its <c>kube-system</c> uid).</summary>
    Task<string> ProbeAsync(CancellationToken cancellationToken);

    /// <summary>Reads everything.</summary>
    Task<ClusterList> ListAsync(CancellationToken cancellationToken);

    /// <summary>Reads the pods of one attempt: evidence, never from a cache.</summary>
    Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken);

    /// <summary>Reads the anchor of every attempt, also of those that have no pods. It may be many of them: take one after the other.</summary>
    IAsyncEnumerable<AnchorObservation> ListAnchorsAsync(CancellationToken cancellationToken);

    /// <summary>
    /// Follows changes from a revision, until cancelled. An ordinary end means: go on from the last revision.
    /// </summary>
    /// <exception cref="WatchExpiredException">The revision is too old: list again.</exception>
    IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, CancellationToken cancellationToken);

    /// <summary>Creates the pods of an attempt, unbound. Returns every one of them, also those that existed before.</summary>
    Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken);

    /// <summary>Binds pods. A pod that is gone, is another, is being stopped or is bound elsewhere refuses the whole call.</summary>
    /// <exception cref="BindingRefusedException">A pod refused; any of the others may be bound.</exception>
    Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken);

    /// <summary>Asks the pods of an attempt to stop, and keeps new ones of that attempt from living. They stop in their own time.</summary>
    Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken);

    /// <summary>Removes what is left of an attempt whose pods have all ended.</summary>
    Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken);

    /// <summary>What was last written down here of the ledger; null for nothing, or nothing that can be read.</summary>
    Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken);

    /// <summary>Writes down how far the ledger has come, in the place of what was there.</summary>
    Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken);

    /// <summary>
    /// Reads the log of a pod, line by line, without line ends; a line is at most 4 KiB. Never holds the whole of it. Errors
    /// come at the first line or on the way.
    /// </summary>
    /// <exception cref="PodNotFoundException">The attempt has, and had, no such pod there, or its log is gone.</exception>
    /// <exception cref="LogsUnavailableException">There are no logs to be had from this cluster.</exception>
    /// <exception cref="InvalidRequestException">The query is not acceptable.</exception>
    IAsyncEnumerable<string> ReadLogAsync(JobId job, Attempt attempt, string pod, LogQuery query, CancellationToken cancellationToken);
}
