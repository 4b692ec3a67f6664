using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Sees to it that whatever would change something is on record before it is answered, also when it is refused.</summary>
internal sealed class AuditMiddleware(RequestDelegate next, AuditTrail trail, TimeProvider time)
{
    public async Task InvokeAsync(HttpContext context)
    {
        if (context.GetEndpoint() is not RouteEndpoint || !IsChange(context.Request.Method))
        {
            await next(context);
            return;
        }
        var note = new AuditNote();
        context.Features.Set(note);
        try
        {
            await next(context);
        }
        catch (Exception error) when (!note.IsWritten && error is not AuditUnavailableException)
        {
            var (status, code) = ResultOf(error);
            await trail.WriteAsync(Entries(context, note, status, code, time.GetUtcNow()));
            throw;
        }
    }

    public static bool IsChange(string method) => !(HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method));

    /// <summary>What the record says of the request: one entry, or one for each of its items.</summary>
    public static IReadOnlyList<AuditEntry> Entries(HttpContext context, AuditNote note, int status, string? code, DateTimeOffset now)
    {
        var caller = context.Features.Get<Caller>();
        var action = $"{context.Request.Method} {(context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText}";
        IReadOnlyList<AuditItem> items = note.Items.Count > 0 ? note.Items : [new AuditItem(note.Object ?? context.Request.Path, status, code, note.Before, note.After)];
        return [.. items.Select(i => new AuditEntry(
            now, caller?.Name ?? "", caller?.TokenId, action, i.Object, i.Status, i.Code, context.TraceIdentifier, i.Before, i.After))];
    }

    private static (int Status, string Code) ResultOf(Exception error)
    {
        switch (error)
        {
            case MusterException known:
                var problem = Problem.Of(known);
                return (problem.Status, problem.Code);
            case BadHttpRequestException bad:
                return (bad.StatusCode, "Invalid");
            case JsonException:
                return (400, "Invalid");
            default:
                // The change may have been made all the same.
                return (503, "OutcomeUnknown");
        }
    }
}
