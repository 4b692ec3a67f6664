using Muster.Contracts;

namespace Muster.Client;

/// <summary>
/// Talks to Muster. <see cref="MusterClient"/> is the one that does.
/// </summary>
/// <remarks>
/// <para>Every call may throw a <see cref="MusterException"/>, whose <see cref="MusterException.Code"/> is stable: the type
/// that the silo threw; <see cref="UnreachableException"/> when none answered; <see cref="OutcomeUnknownException"/> when
/// a change may have been made although no answer said so; <see cref="UnauthenticatedException"/> without a valid
/// credential; <see cref="ForbiddenException"/> when the credential does not reach that far; <see cref="OverloadedException"/>
/// when a limit is hit; <see cref="ApiException"/> for codes that this version does not know.</para>
/// <para>Reads are repeated when they fail in passing, and so are changes that carry a token or that come to the same when
/// they are made twice; see <see cref="RetryOptions"/>.</para>
/// <para>Clients are safe for use by many threads at a time.</para>
/// </remarks>
public partial interface IMusterClient
{
    /// <summary>What serves the API.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<ServerVersion> GetVersionAsync(CancellationToken cancellationToken = default);

    /// <summary>Who the credential says this client is, and what it may do.</summary>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <exception cref="UnauthenticatedException">The credential is missing, wrong or has expired.</exception>
    /// <exception cref="UnreachableException">No silo answered.</exception>
    Task<CallerInfo> WhoAmIAsync(CancellationToken cancellationToken = default);
}
