using Muster.Contracts;

namespace Muster.Client;

public partial interface IMusterClient
{
    /// <summary>
    /// What happens to jobs, each entry once and in order, until cancelled. Connections that break or fall silent are
    /// opened again where they ended.
    /// </summary>
    /// <param name="options">What to follow, and from where; null for everything from now on.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <exception cref="WatchExpiredException">The log no longer has what comes next; see <see cref="WatchOptions.SkipLost"/>.</exception>
    /// <exception cref="UnauthenticatedException">The credential is missing, wrong or has expired.</exception>
    IAsyncEnumerable<JobChange> WatchAsync(WatchOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>A page of the event log, and where the log ends.</summary>
    /// <param name="options">Which entries; null for the first 1,000 that the log still has.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="WatchExpiredException">The log no longer has what comes after that sequence.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<ChangePage> GetEventsAsync(EventListOptions? options = null, CancellationToken cancellationToken = default);
}
