using System.Text.Json;
using Muster.Contracts;

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
                await AnswerAsync(context, new Problem
                {
                    Status = context.Response.StatusCode, Title = ApiFaults.Title(context.Response.StatusCode), Code = "NoSuchEndpoint",
                    Detail = $"There is nothing at {Names.Clip(context.Request.Path)} for {context.Request.Method}. The API begins at /v1/jobs.",
                });
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Whoever asked has gone.
        }
        catch (Exception error) when (!context.Response.HasStarted)
        {
            await AnswerAsync(context, ProblemOf(error, context));
        }
    }

    private Problem ProblemOf(Exception error, HttpContext context)
    {
        if (error is BadHttpRequestException bad)
            return ApiFaults.Explain(bad, context);
        var known = ApiFaults.Explain(error);
        if (known is null)
            LogFailed(logger, error, context.Request.Path);
        else if (ApiFaults.IsUnknownOutcome(error))
            LogUnknown(logger, context.Request.Path, error.Message);
        return known ?? ApiFaults.Defect();
    }

    public static Task AnswerAsync(HttpContext context, Problem problem)
    {
        context.Response.Clear();
        context.Response.StatusCode = problem.Status;
        if (problem.Status == 401)
            context.Response.Headers.WWWAuthenticate = "Bearer";
        if (problem.Status is 429 or 503)
            context.Response.Headers.RetryAfter = "1";
        var body = JsonSerializer.SerializeToUtf8Bytes(problem, AnswerJson.Api.Problem);
        (context.Response.ContentType, context.Response.ContentLength) = (Problem.MediaType, body.Length);
        // Also when the request was given up for its time: that is what the answer says.
        return context.Response.Body.WriteAsync(body, CancellationToken.None).AsTask();
    }

    // Many of them come together, when a grain is late or a silo has gone.
    [LoggerMessage(2, LogLevel.Warning, "{Path}: the outcome is unknown, and whoever asked was told to ask again: {Problem}")]
    private static partial void LogUnknown(ILogger logger, string path, string problem);

    [LoggerMessage(1, LogLevel.Error, "{Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception error, string path);
}
