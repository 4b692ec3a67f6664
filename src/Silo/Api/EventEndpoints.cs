using System.Globalization;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>The event log: by pages, or as a stream of server-sent events that can be resumed by sequence number.</summary>
internal static partial class EventEndpoints
{
    private const string ResumeHeader = "Last-Event-ID";

    // Pages of the ledger that one call looks through when few entries match.
    private const int MaxScan = 10;

    public static void MapEvents(this RouteGroupBuilder v1) => v1.MapGet("/events", Read).Requires(Permission.ReadJobs).Streams();

    private static Task Read(
        HttpContext context, Caller caller, long? after, string? job, string? queue, string? @namespace, int? limit)
    {
        var filter = new EventFilter(job is null ? null : JobId.Parse(job), queue, @namespace, caller.SeesAllJobs ? null : caller);
        return context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase)
            ? Stream(context, caller, filter, LastSeen(context) ?? after ?? 0)
            : Page(context, filter, after ?? 0, PageLimit.Of(limit, ILedger.MaxChangesPage));
    }

    private static async Task Page(HttpContext context, EventFilter filter, long after, int limit)
    {
        var ledger = context.RequestServices.GetRequiredService<ILedger>();
        var page = await EventPages.ReadAsync(ledger, filter, after, limit, MaxScan, context.RequestAborted);
        await context.Response.WriteAsJsonAsync(page, AnswerJson.Api.ChangePage, null, context.RequestAborted);
    }

    private static async Task Stream(HttpContext context, Caller caller, EventFilter filter, long after)
    {
        var services = context.RequestServices;
        var (feed, limit) = (services.GetRequiredService<ChangeFeed>(), services.GetRequiredService<WatchLimit>());
        limit.Enter(caller);
        try
        {
            using var follower = feed.Follow();
            using var over = CancellationTokenSource.CreateLinkedTokenSource(
                context.RequestAborted, services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping);
            using var stream = new ChangeStream(feed, services.GetRequiredService<ILedger>(), services.GetRequiredService<IOptions<EventOptions>>().Value,
                services.GetRequiredService<TimeProvider>(), context.Response.BodyWriter, filter, after);
            context.Response.ContentType = "text/event-stream";
            context.Response.Headers.CacheControl = "no-store";
            await stream.BeginAsync(over.Token);
            if (await stream.SendAsync(over.Token))
                return;
            LogCutOff(services.GetRequiredService<ILoggerFactory>().CreateLogger("Muster.Silo.Events"), context.Connection.RemotePort);
            context.Abort();
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            // The silo stops: the stream ends here, and its reader goes on elsewhere, or later.
        }
        finally
        {
            limit.Leave(caller);
        }
    }

    private static long? LastSeen(HttpContext context)
    {
        var text = context.Request.Headers[ResumeHeader].ToString();
        if (text.Length == 0)
            return null;
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var last)
            ? last
            : throw new InvalidRequestException(ResumeHeader, $"'{Names.Clip(text)}' is no sequence", "send the id of the last entry that you saw, or leave the header out");
    }

    [LoggerMessage(1, LogLevel.Information, "The watcher on port {Port} did not read what was sent to it and was cut off; it can resume by Last-Event-ID")]
    private static partial void LogCutOff(ILogger logger, int port);
}
