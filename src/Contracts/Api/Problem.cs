using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>An error as the API answers it: <c>application/problem+json</c> (RFC 9457), with Muster's stable code.</summary>
public sealed record Problem
{
    /// <summary>Media type of an answer that holds a problem.</summary>
    public const string MediaType = "application/problem+json";

    /// <summary>Kind of the problem; Muster's code says it better.</summary>
    public string Type { get; init; } = "about:blank";

    /// <summary>The status, in words.</summary>
    public string Title { get; init; } = "";

    /// <summary>The HTTP status.</summary>
    public int Status { get; init; }

    /// <summary>What happened and what to do, for people.</summary>
    public string Detail { get; init; } = "";

    /// <summary><see cref="MusterException.Code"/>, for programs.</summary>
    public string Code { get; init; } = "";

    /// <summary>The faults, when the request was not acceptable.</summary>
    public ImmutableArray<FieldError>? Errors { get; init; }

    /// <summary>Why the job could never start, when that is the error.</summary>
    public Reason? Reason { get; init; }

    /// <summary>The problem that tells of an error.</summary>
    public static Problem Of(MusterException error)
    {
        var (status, title) = StatusOf(error.Code);
        return new Problem
        {
            Title = title,
            Status = status,
            Detail = error.Message,
            Code = error.Code,
            Errors = (error as InvalidRequestException)?.Errors,
            Reason = (error as UnsatisfiableJobException)?.Reason,
        };
    }

    private static (int Status, string Title) StatusOf(string code) => code switch
    {
        "Invalid" => (400, "Bad Request"),
        "Unauthenticated" => (401, "Unauthorized"),
        "Forbidden" => (403, "Forbidden"),
        "JobNotFound" or "QueueNotFound" or "ClusterNotFound" or "NodeNotFound" or "PodNotFound" => (404, "Not Found"),
        "JobAlreadyExists" or "SubmissionConflict" or "IllegalState" or "ClusterReplaced" or "ClusterConflict" or "RecoveryRefused" => (409, "Conflict"),
        "WatchExpired" => (410, "Gone"),
        "PreconditionFailed" => (412, "Precondition Failed"),
        "Unsatisfiable" or "ClusterCheckFailed" => (422, "Unprocessable Content"),
        "Overloaded" => (429, "Too Many Requests"),
        "LogsUnavailable" => (501, "Not Implemented"),
        "ClusterUnauthorized" => (502, "Bad Gateway"),
        "LedgerUnavailable" or "LedgerRolledBack" or "ClusterUnreachable" or "AuditUnavailable" => (503, "Service Unavailable"),
        _ => (500, "Internal Server Error"),
    };
}
