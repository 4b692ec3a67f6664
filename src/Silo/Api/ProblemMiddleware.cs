using System.Text.Json;
using Muster.Contracts;
using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>Turns every error into an answer with a stable code, the field and the remedy.</summary>
internal sealed partial class ProblemMiddleware(RequestDelegate next, ILogger<ProblemMiddleware> logger)
{
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
            if (context.Response is { StatusCode: 404 or 405, HasStarted: false, ContentType: null })
                await Answer(context, new Problem
                {
                    Status = context.Response.StatusCode, Title = Title(context.Response.StatusCode), Code = "NoSuchEndpoint",
                    Detail = $"There is nothing at {Names.Clip(context.Request.Path)} for {context.Request.Method}. The API begins at /v1/jobs.",
                });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await Answer(context, ProblemOf(error, context));
        }
    }

    private Problem ProblemOf(Exception error, HttpContext context)
    {
        switch (error)
        {
            case MusterException known:
                return Problem.Of(known);
            case BadHttpRequestException bad:
                return new Problem { Status = bad.StatusCode, Title = Title(bad.StatusCode), Code = "Invalid", Detail = bad.StatusCode switch
                {
                    413 => $"The body is larger than {ApiLimits.MaxBodyBytes} bytes. Send fewer or smaller jobs.",
                    400 => "The request cannot be read. 'after' and 'limit' are whole numbers; a body is JSON.",
                    _ => bad.Message,
                } };
            case JsonException json:
                return Problem.Of(JsonFaults.Read(json));
            case TimeoutException or SiloUnavailableException or OrleansException:
                LogFailed(logger, error, context.Request.Path);
                return new Problem { Status = 503, Title = "Service Unavailable", Code = "OutcomeUnknown",
                    Detail = "The answer did not come in time, and the outcome is unknown. Send the same request with the same Idempotency-Key again." };
            default:
                LogFailed(logger, error, context.Request.Path);
                return new Problem { Status = 500, Title = "Internal Server Error", Code = "Internal",
                    Detail = "Something went wrong that should not have; the silo's log says what." };
        }
    }

    private static string Title(int status) => Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(status);

    private static Task Answer(HttpContext context, Problem problem)
    {
        context.Response.Clear();
        context.Response.StatusCode = problem.Status;
        if (problem.Status == 401)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (problem.Status is 429 or 503)
            context.Response.Headers.RetryAfter = "1";
        return context.Response.WriteAsJsonAsync(problem, ApiJson.Default.Problem, Problem.MediaType, context.RequestAborted);
    }

    [LoggerMessage(1, LogLevel.Error, "{Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception error, string path);
}
