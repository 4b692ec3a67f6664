using System.Text.Json;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Turns an answer that is an error back into the error.</summary>
internal static class Problems
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
        "JobNotFound" => new JobNotFoundException(subject.Job),
        "QueueNotFound" when subject.Queue.Length > 0 => new QueueNotFoundException(subject.Queue),
        "ClusterNotFound" when subject.Cluster.Length > 0 => new ClusterNotFoundException(subject.Cluster),
        "JobAlreadyExists" => new JobAlreadyExistsException(subject.Job),
        "SubmissionConflict" => new SubmissionConflictException(token),
        "IllegalState" => new JobStateException(problem.Detail),
        "Unsatisfiable" => new UnsatisfiableJobException(problem.Reason ?? new Reason(ReasonCode.ExceedsFleet, problem.Detail)),
        "Overloaded" => new OverloadedException(problem.Detail),
        "WatchExpired" => new WatchExpiredException(problem.Detail),
        "LedgerUnavailable" => new LedgerUnavailableException(problem.Detail),
        "ClusterUnreachable" => new ClusterUnreachableException(problem.Detail),
        "OutcomeUnknown" => new OutcomeUnknownException(problem.Detail, token),
        "Unauthenticated" => new UnauthenticatedException(problem.Detail),
        "Forbidden" => new ForbiddenException(problem.Detail),
        _ => new ApiException(status, problem.Code, problem.Detail),
    };

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
            return ToException(problem ?? new Problem(), status, request.Subject, request.Token);
        }
        catch (Exception error) when (error is JsonException or HttpRequestException)
        {
            return new ApiException(status, "Http", $"the answer to {response.RequestMessage?.RequestUri} ({status}) cannot be read: {error.Message}");
        }
    }

    private static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider clock) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - clock.GetUtcNow(),
        _ => null,
    };
}
