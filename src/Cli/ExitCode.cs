using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>How <c>muster</c> ends. Scripts go by these numbers: they never change.</summary>
internal static class ExitCode
{
    public const int Ok = 0;
    public const int Error = 1;
    public const int Usage = 2;
    public const int NotFound = 3;
    public const int Conflict = 4;
    public const int Rejected = 5;
    public const int Unknown = 6;
    public const int Unavailable = 7;
    public const int JobFailed = 8;
    public const int Interrupted = 130;

    /// <summary>The code of an error. A write whose answer was lost may have happened; a read has not.</summary>
    public static int Of(MusterException error, bool write) => error switch
    {
        JobNotFoundException or QueueNotFoundException or ClusterNotFoundException or NodeNotFoundException or PodNotFoundException => NotFound,
        JobAlreadyExistsException or SubmissionConflictException or JobStateException or PreconditionFailedException or ClusterReplacedException or ClusterConflictException
            or RecoveryRefusedException => Conflict,
        InvalidRequestException or ManifestException or UnsatisfiableJobException or ClusterCheckFailedException => Rejected,
        _ when write && IsOutcomeUnknown(error) => Unknown,
        UnreachableException or LedgerUnavailableException or LedgerRolledBackException or ClusterUnreachableException or OverloadedException => Unavailable,
        // Without a code of Muster's, something else answered: that says nothing about what was asked for.
        ApiException { Status: 404 } answer when answer.Code.EndsWith("NotFound", StringComparison.Ordinal) => NotFound,
        ApiException { Status: 503 } => Unavailable,
        _ => Error,
    };

    /// <summary>True when the request may have been carried out although no answer said so.</summary>
    public static bool IsOutcomeUnknown(MusterException error) =>
        error is OutcomeUnknownException or LedgerUnavailableException or AuditUnavailableException or ClusterUnreachableException;
}
