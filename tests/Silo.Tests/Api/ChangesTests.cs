using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Net.ServerSentEvents;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>The event log: pages, and streams that go on where they broke off.</summary>
public sealed class ChangesTests(ApiSilo silo)
{
    [Fact]
    public async Task Stream_OfAJob_TellsItsLifeInOrder()
    {
        var name = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(name));
        var changes = await ReadAsync(name, after: null, until: static c => c.To.IsFinal());
        Assert.Equal([JobState.Queued, JobState.Admitted, JobState.Committed, JobState.Starting, JobState.Running, JobState.Succeeded], changes.Select(static c => c.To));
        Assert.Equal(changes.OrderBy(static c => c.Sequence), changes);
        var page = await silo.Http.GetFromJsonAsync($"v1/events?job=default/{name}", ApiJson.Default.ChangePage, TestContext.Current.CancellationToken);
        Assert.Equal(changes.Select(static c => c.Sequence), page!.Items.Select(static c => c.Sequence));
        Assert.True(page.End >= changes[^1].Sequence);
    }

    [Fact]
    public async Task Stream_ResumedByItsLastId_MissesNothingAndRepeatsNothing()
    {
        var name = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(name, duration: "300ms"));
        var first = await ReadAsync(name, after: null, until: static c => c.To == JobState.Committed);
        await silo.EndAsync(name);
        var rest = await ReadAsync(name, after: first[^1].Sequence, until: static c => c.To.IsFinal());
        Assert.Equal([JobState.Queued, JobState.Admitted, JobState.Committed], first.Select(static c => c.To));
        Assert.Equal([JobState.Starting, JobState.Running, JobState.Succeeded], rest.Select(static c => c.To));
    }

    [Fact]
    public async Task Stream_OfEverything_HasTheSameAsThePages()
    {
        var names = Enumerable.Range(0, 5).Select(static _ => ApiSilo.NewName()).ToHashSet();
        var begin = (await silo.Http.GetFromJsonAsync("v1/events?limit=1", ApiJson.Default.ChangePage, TestContext.Current.CancellationToken))!.End;
        foreach (var name in names)
            await silo.SubmitAsync(ApiSilo.Job(name, duration: "10ms"));
        var left = names.ToHashSet();
        var streamed = await ReadAsync(null, begin, c => c.To.IsFinal() && left.Remove(c.Job.Name) && left.Count == 0);
        var paged = new List<JobChange>();
        while (paged.Count < streamed.Count)
        {
            var after = paged.Count == 0 ? begin : paged[^1].Sequence;
            var page = (await silo.Http.GetFromJsonAsync($"v1/events?after={after}&limit=4", ApiJson.Default.ChangePage, TestContext.Current.CancellationToken))!;
            Assert.InRange(page.Items.Length, 1, 4);
            paged.AddRange(page.Items);
        }
        Assert.Equal(streamed.Select(static c => c.Sequence), paged.Take(streamed.Count).Select(static c => c.Sequence));
    }

    [Fact]
    public async Task Events_OfANamespace_AreOfNoOther()
    {
        var (ns, mine, other) = (ApiSilo.NewName(), ApiSilo.NewName(), ApiSilo.NewName());
        var begin = (await silo.Http.GetFromJsonAsync("v1/events?limit=1", ApiJson.Default.ChangePage, TestContext.Current.CancellationToken))!.End;
        await silo.SubmitAsync(ApiSilo.Job(other, duration: "10ms"));
        await silo.EndAsync(other);
        await silo.SubmitAsync(ApiSilo.Job(mine, duration: "10ms", ns: ns));
        var streamed = await ReadAsync(null, begin, static c => c.To.IsFinal(), $"&namespace={ns}");
        Assert.Equal(6, streamed.Count);
        Assert.All(streamed, c => Assert.Equal(new JobId(ns, mine), c.Job));
        var page = await silo.Http.GetFromJsonAsync($"v1/events?after={begin}&namespace={ns}&limit=4", ApiJson.Default.ChangePage, TestContext.Current.CancellationToken);
        Assert.Equal(streamed.Take(4).Select(static c => c.Sequence), page!.Items.Select(static c => c.Sequence));
        page = await silo.Http.GetFromJsonAsync($"v1/events?after={page.Next}&namespace={ns}", ApiJson.Default.ChangePage, TestContext.Current.CancellationToken);
        Assert.Equal(streamed.Skip(4).Select(static c => c.Sequence), page!.Items.Select(static c => c.Sequence));
        Assert.True(page.Next >= streamed[^1].Sequence);
    }

    [Fact]
    public async Task Stream_BeyondTheLimit_Is429UntilOneIsClosed()
    {
        var open = new List<HttpResponseMessage>();
        HttpResponseMessage? refused = null;
        while (open.Count <= ApiSilo.MaxWatches && refused is null)
        {
            var response = await OpenAsync(null, long.MaxValue / 2);
            if (response.IsSuccessStatusCode)
                open.Add(response);
            else
                refused = response;
        }
        await ApiSilo.ProblemAsync(refused!, 429, "Overloaded");
        foreach (var response in open)
            response.Dispose();
        for (var begin = TimeProvider.System.GetTimestamp(); ;)
        {
            using var response = await OpenAsync(null, long.MaxValue / 2);
            if (response.IsSuccessStatusCode)
                break;
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(30), "closed watches still count");
        }
    }

    private async Task<HttpResponseMessage> OpenAsync(string? job, long? after, string? more = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, (job is null ? "v1/events?" : $"v1/events?job=default/{job}") + more);
        request.Headers.Accept.Add(new("text/event-stream"));
        if (after is { } last)
            request.Headers.Add("Last-Event-ID", last.ToString(CultureInfo.InvariantCulture));
        return await silo.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
    }

    // Watches that another test closed may count for a moment still.
    private async Task<HttpResponseMessage> OpenWhenThereIsRoomAsync(string? job, long? after, string? more, CancellationToken patience)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        for (; ; )
        {
            var response = await OpenAsync(job, after, more);
            if (response.StatusCode != HttpStatusCode.TooManyRequests)
                return response;
            response.Dispose();
            await pause.WaitForNextTickAsync(patience);
        }
    }

    private async Task<List<JobChange>> ReadAsync(string? job, long? after, Func<JobChange, bool> until, string? more = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var response = await OpenWhenThereIsRoomAsync(job, after, more, patience.Token);
        Assert.Equal("text/event-stream", response.Content.Headers.ContentType?.MediaType);
        var changes = new List<JobChange>();
        await foreach (var item in SseParser.Create(await response.Content.ReadAsStreamAsync(patience.Token)).EnumerateAsync(patience.Token))
        {
            var change = JsonSerializer.Deserialize(item.Data, MusterJson.Default.JobChange)!;
            Assert.Equal(("change", change.Sequence.ToString(CultureInfo.InvariantCulture)), (item.EventType, item.EventId));
            changes.Add(change);
            if (until(change))
                break;
        }
        return changes;
    }
}
