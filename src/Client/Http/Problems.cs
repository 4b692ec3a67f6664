using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Turns an answer that is an error back into the error.</summary>
internal static partial class Problems
{
    private const int MaxBytes = 64 * 1024;

    public static async Task<CallFailure> ReadAsync(HttpResponseMessage response, ApiRequest request, TimeProvider clock, CancellationToken cancellationToken)
    {
        var error = await ReadErrorAsync(response, request, cancellationToken);
        return CallFailure.Of(error, (int)response.StatusCode, RetryAfter(response, clock));
    }

    /// <summary>The error of a problem.</summary>
    public static MusterException ToException(Problem problem, int status, CallSubject subject, string token) => problem.Code switch
    {
        "Invalid" when problem.Errors is { IsDefaultOrEmpty: false } errors => new InvalidRequestException(errors),
        "Invalid" => new InvalidRequestException("request", problem.Detail.TrimEnd('.'), "change it and send it again"),
        "JobNotFound" => new JobNotFoundException(subject.Job),
        "QueueNotFound" => new QueueNotFoundException(Or(subject.Queue, problem)),
        "ClusterNotFound" => new ClusterNotFoundException(Or(subject.Cluster, problem)),
        "JobAlreadyExists" => new JobAlreadyExistsException(subject.Job),
        "SubmissionConflict" => new SubmissionConflictException(token),
        "IllegalState" => new JobStateException(problem.Detail),
        "Unsatisfiable" => new UnsatisfiableJobException(problem.Reason ?? new Reason(ReasonCode.ExceedsFleet, problem.Detail)),
        "Overloaded" => new OverloadedException(problem.Detail),
        "WatchExpired" => new WatchExpiredException(problem.Detail),
        "LedgerUnavailable" => new LedgerUnavailableException(problem.Detail),
        "LedgerRolledBack" => new LedgerRolledBackException(problem.Detail),
        "LedgerCorrupt" => new LedgerCorruptException(problem.Detail),
        "ClusterUnreachable" => new ClusterUnreachableException(problem.Detail),
        "ClusterUnauthorized" => new ClusterUnauthorizedException(problem.Detail),
        "ClusterConflict" => new ClusterConflictException(problem.Detail),
        "ClusterCheckFailed" => new ClusterCheckFailedException(problem.Detail),
        "RecoveryRefused" => new RecoveryRefusedException(problem.Detail),
        "ClusterReplaced" => new ClusterReplacedException(problem.Detail),
        "NodeNotFound" => new NodeNotFoundException(subject.Cluster, Or(subject.Node, problem)),
        "PodNotFound" => new PodNotFoundException(problem.Detail),
        "LogsUnavailable" => new LogsUnavailableException(problem.Detail),
        "AuditUnavailable" => new AuditUnavailableException(problem.Detail),
        "OutcomeUnknown" => new OutcomeUnknownException(problem.Detail, token),
        "Unauthenticated" => new UnauthenticatedException(problem.Detail),
        "Forbidden" => new ForbiddenException(problem.Detail),
        _ => new ApiException(status, problem.Code, problem.Detail),
    };

    // What the call was not about is only named in the sentence, in quotes.
    private static string Or(string name, Problem problem) => name.Length > 0 ? name : Quoted().Match(problem.Detail).Groups[1].Value;

    private static async Task<MusterException> ReadErrorAsync(HttpResponseMessage response, ApiRequest request, CancellationToken cancellationToken)
    {
        var status = (int)response.StatusCode;
        if (response.Content.Headers.ContentType?.MediaType != Problem.MediaType)
            return new ApiException(status, "Http", $"{response.RequestMessage?.RequestUri} answered {status} {response.ReasonPhrase}; is a Muster silo there?");
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxBytes, cancellationToken);
            await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
            var problem = await JsonSerializer.DeserializeAsync(body, OutsideJson.Answer<Problem>(), cancellationToken);
            return problem is { Code: "PreconditionFailed" } && request.IfVersion is { } wanted && Version(response, problem) is { } version
                ? new PreconditionFailedException(request.Subject.Job, wanted, version)
                : ToException(problem ?? new Problem(), status, request.Subject, request.Token);
        }
        catch (Exception error) when (error is JsonException or HttpRequestException)
        {
            return new ApiException(status, "Http", $"the answer to {response.RequestMessage?.RequestUri} ({status}) cannot be read: {error.Message}");
        }
    }

    // The version that the job has is its entity tag; a silo that sends none says it in its sentence.
    private static long? Version(HttpResponseMessage response, Problem problem)
    {
        var text = response.Headers.ETag?.Tag.Trim('"') ?? Sentence().Match(problem.Detail).Groups[1].Value;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version) ? version : null;
    }

    [GeneratedRegex("has version ([0-9]{1,19})")]
    private static partial Regex Sentence();

    [GeneratedRegex("'([^']{1,253})'")]
    private static partial Regex Quoted();

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}
