using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>The event log: by pages, or as a stream of server-sent events that can be resumed by sequence number.</summary>
internal static class ChangeEndpoints
{
    private const int PageSize = 1000;
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    public static void MapChanges(this RouteGroupBuilder v1) => v1.MapGet("/changes", Read).Requires(Permission.ReadJobs).Streams();

    private static async Task Read(HttpContext context, ILedger ledger, WatchLimit watches, TimeProvider time, long? after, string? job, [FromQuery(Name = "limit")] int? pageSize)
    {
        JobId? only = job is null ? null : JobId.Parse(job);
        if (!context.Request.Headers.Accept.ToString().Contains("text/event-stream", StringComparison.OrdinalIgnoreCase))
        {
            var items = await ledger.ReadChangesAsync(after ?? 0, only, Math.Clamp(pageSize ?? PageSize, 1, PageSize), context.RequestAborted);
            var page = new ChangePage(items, await ledger.WaitForChangesAsync(-1, context.RequestAborted));
            await context.Response.WriteAsJsonAsync(page, ApiJson.Default.ChangePage, null, context.RequestAborted);
            return;
        }
        if (long.TryParse(context.Request.Headers["Last-Event-ID"], NumberStyles.None, CultureInfo.InvariantCulture, out var last))
            after = last;
        watches.Enter();
        try
        {
            await Stream(context, ledger, time, after ?? 0, only);
        }
        finally
        {
            watches.Leave();
        }
    }

    private static async Task Stream(HttpContext context, ILedger ledger, TimeProvider time, long after, JobId? only)
    {
        var gone = context.RequestAborted;
        context.Response.ContentType = "text/event-stream";
        context.Response.Headers.CacheControl = "no-store";
        while (!gone.IsCancellationRequested)
        {
            var end = await ledger.WaitForChangesAsync(-1, gone);
            // The first page before the answer begins: that the log no longer has what is asked for is an error still.
            var changes = await ledger.ReadChangesAsync(after, only, PageSize, gone);
            await context.Response.StartAsync(gone);
            foreach (var change in changes)
            {
                await context.Response.WriteAsync(string.Create(CultureInfo.InvariantCulture, $"id: {change.Sequence}\nevent: change\ndata: "), gone);
                await JsonSerializer.SerializeAsync(context.Response.Body, change, MusterJson.Default.JobChange, gone);
                await context.Response.WriteAsync("\n\n", gone);
            }
            // The log may have grown since its end was asked for: what was sent counts, too.
            var sent = changes.Length > 0 ? changes[^1].Sequence : after;
            after = changes.Length == PageSize ? sent : Math.Max(sent, end);
            await context.Response.Body.FlushAsync(gone);
            if (changes.Length < PageSize && !await Grown(ledger, after, time, gone))
                await context.Response.WriteAsync(": still here\n\n", gone);
        }
    }

    // False when nothing came for a while.
    private static async Task<bool> Grown(ILedger ledger, long after, TimeProvider time, CancellationToken gone)
    {
        using var patience = new CancellationTokenSource(KeepAlive, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, gone);
        return await ledger.WaitForChangesAsync(after, both.Token) > after;
    }
}
