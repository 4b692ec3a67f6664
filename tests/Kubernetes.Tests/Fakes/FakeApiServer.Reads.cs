using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace Muster.Kubernetes.Tests;

internal sealed partial class FakeApiServer
{
    private async Task ReadAsync(HttpContext context, FakeTarget target)
    {
        if (Store.Read(target.Resource, target.Namespace, target.Name!) is { } found)
            await AnswerAsync(context, Wire(found));
        else
            await RefuseAsync(context, HttpStatusCode.NotFound, "NotFound");
    }

    private async Task ListAsync(HttpContext context, FakeTarget target)
    {
        var (query, faults) = (context.Request.Query, FaultsOf(context));
        var token = (string?)query["continue"];
        if (token is null)
            Interlocked.Increment(ref Lists);
        var now = Interlocked.Increment(ref _listing);
        MostLists = Math.Max(MostLists, now);
        try
        {
            await PageHold;
            if (faults.TakeStatus(token is null ? nameof(FakeFaults.RefuseLists) : nameof(FakeFaults.RefusePages)) is { } status)
                await RefuseAsync(context, status, status == HttpStatusCode.Gone ? "Expired" : $"{status}");
            else if (Page(target, query, token, faults) is { } page)
                await AnswerAsync(context, page);
            else
                await RefuseAsync(context, HttpStatusCode.Gone, "Expired");
        }
        finally
        {
            Interlocked.Decrement(ref _listing);
        }
    }

    private string? Page(FakeTarget target, IQueryCollection query, string? token, FakeFaults faults)
    {
        (long Revision, List<string> Items) left;
        if (token is null)
        {
            var (revision, items) = Store.List(target.Resource, Selector(target, query), faults.ListAt);
            left = (revision, faults.Take(nameof(FakeFaults.EmptyLists)) ? [] : items.ConvertAll(Wire));
        }
        else if (!_continues.TryRemove(token, out left))
            return null;
        var limit = int.Parse((string?)query["limit"] ?? "500", CultureInfo.InvariantCulture);
        var next = "";
        if (left.Items.Count > limit)
            _continues[next = Guid.NewGuid().ToString("N")] = (left.Revision, left.Items[limit..]);
        return $$"""{"kind":"List","apiVersion":"v1","metadata":{"resourceVersion":"{{left.Revision}}","continue":"{{next}}"},"items":[{{string.Join(',', left.Items.Take(limit))}}]}""";
    }

    private async Task WatchAsync(HttpContext context, FakeTarget target)
    {
        Interlocked.Increment(ref Watches);
        var query = context.Request.Query;
        var from = long.Parse(query["resourceVersion"]!, CultureInfo.InvariantCulture);
        if (Faults.TakeStatus(nameof(FakeFaults.RefuseWatches)) is { } status)
        {
            await RefuseAsync(context, status, $"{status}");
            return;
        }
        if (from < Store.Compacted && Faults.Expiry == FakeExpiry.Http)
        {
            await RefuseAsync(context, HttpStatusCode.Gone, "Expired");
            return;
        }
        await context.Response.StartAsync();
        await context.Response.Body.FlushAsync();
        if (from < Store.Compacted)
            await ExpireAsync(context);
        else if (!Faults.Take(nameof(FakeFaults.BarrenWatches)))
            await SendAsync(context, target.Resource, Selector(target, query), from, TimeSpan.FromSeconds(int.Parse(query["timeoutSeconds"]!, CultureInfo.InvariantCulture)));
    }

    private async Task ExpireAsync(HttpContext context)
    {
        if (Faults.Expiry == FakeExpiry.Break)
            context.Abort();
        else if (Faults.Expiry == FakeExpiry.InStream)
            await LineAsync(context, "ERROR", StatusOf(HttpStatusCode.Gone, "Expired"));
    }

    private async Task SendAsync(HttpContext context, string resource, FakeSelector selector, long from, TimeSpan timeout)
    {
        var (cut, end, frozen) = (_cut.Token, _end.Token, _freeze.Token);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cut, end, context.RequestAborted);
        stop.CancelAfter(timeout);
        Interlocked.Increment(ref OpenWatches);
        try
        {
            while (true)
            {
                var (changes, revision, more) = Store.After(resource, from);
                if (frozen.IsCancellationRequested)
                    await Task.Delay(Timeout.InfiniteTimeSpan, stop.Token);
                foreach (var change in changes)
                {
                    if (change.Line is not null)
                        await TextAsync(context, change.Line);
                    else if (change.For(selector) is { } told)
                        await LineAsync(context, told.Type, Wire(told.Object));
                    from = change.Revision;
                }
                if (await BookmarkAsync(more, stop.Token) && !frozen.IsCancellationRequested && Store.After(resource, from).Changes.Count == 0)
                {
                    await LineAsync(context, "BOOKMARK", $$$"""{"kind":"Any","metadata":{"resourceVersion":"{{{from = revision}}}"}}""");
                    Interlocked.Increment(ref Bookmarked);
                }
            }
        }
        catch (OperationCanceledException)
        {
            if (cut.IsCancellationRequested)
                context.Abort();
        }
        finally
        {
            Interlocked.Decrement(ref OpenWatches);
        }
    }

    // True when it is time for a bookmark, false when there is more to send.
    private async Task<bool> BookmarkAsync(Task more, CancellationToken stop)
    {
        try
        {
            await more.WaitAsync(Faults.Bookmarks ?? Timeout.InfiniteTimeSpan, stop);
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    private static Task LineAsync(HttpContext context, string type, string content) =>
        TextAsync(context, $$"""{"type":"{{type}}","object":{{content}}}""");

    private static async Task TextAsync(HttpContext context, string line)
    {
        await context.Response.WriteAsync(line + "\n", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
    }

    private string Wire(JsonObject item)
    {
        var plain = item.ToJsonString();
        return Faults.Disguises.TryGetValue((string)item["metadata"]!["name"]!, out var disguise) ? disguise(plain) : plain;
    }

    private static FakeSelector Selector(FakeTarget target, IQueryCollection query) => new(target.Namespace, query["labelSelector"], query["fieldSelector"]);

    private static Task AnswerAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }
}
