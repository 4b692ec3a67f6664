using Muster.Contracts;

namespace Muster.Client;

/// <summary>Why a try failed, and what that says about the change that it asked for.</summary>
/// <param name="Error">What went wrong.</param>
/// <param name="Passes">True when it may be otherwise soon.</param>
/// <param name="MayHaveHappened">True when the request may have been carried out all the same.</param>
/// <param name="RetryAfter">When the silo wants to see us again; null when it does not say.</param>
internal sealed record CallFailure(MusterException Error, bool Passes, bool MayHaveHappened, TimeSpan? RetryAfter = null)
{
    public static CallFailure Of(MusterException error, int status, TimeSpan? retryAfter) => error switch
    {
        OverloadedException => new(error, Passes: true, MayHaveHappened: false, retryAfter),
        // The cluster refused, and goes on refusing until somebody changes something: the silo itself answered well.
        ClusterUnauthorizedException => Final(error),
        LedgerUnavailableException or ClusterUnreachableException or AuditUnavailableException or OutcomeUnknownException => new(error, Passes: true, MayHaveHappened: true, retryAfter),
        _ => new(error, Passes: status is 429 or 502 or 503 or 504, MayHaveHappened: status is 500 or 502 or 503 or 504, retryAfter),
    };

    public static CallFailure Lost(string message, Exception cause) => new(new UnreachableException(message, cause), Passes: true, MayHaveHappened: true);

    public static CallFailure Refused(string message, Exception cause) => new(new UnreachableException(message, cause), Passes: true, MayHaveHappened: false);

    public static CallFailure Final(MusterException error) => new(error, Passes: false, MayHaveHappened: false);
}
