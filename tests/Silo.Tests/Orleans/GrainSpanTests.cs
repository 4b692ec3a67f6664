using System.Collections.Concurrent;
using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo.Tests;

/// <summary>The trace of a job has our own spans and, below them, those of the calls between grains.</summary>
[Trait("Category", "Slow")]
public sealed class GrainSpanTests : IAsyncDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-spans-");
    private WebApplication? _silo;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
            await _silo.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Trace_OfAJob_HasCallsBetweenGrainsBelowOurSpans()
    {
        var trace = ActivityTraceId.CreateRandom();
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SchedulerMeter.Name || Engine.SpanSources.Contains(source.Name),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.TraceId == trace)
                    spans.Enqueue(span);
            },
        };
        ActivitySource.AddActivityListener(listener);
        await RunAsync(trace);

        await Wait.UntilAsync("the run's span has ended", () => Task.FromResult(spans.Any(static s => s.OperationName == "job run")));
        var ours = spans.Where(static s => s.Source.Name == SchedulerMeter.Name).ToList();
        var calls = spans.Where(static s => Engine.SpanSources.Contains(s.Source.Name)).ToList();
        foreach (var name in (string[])["job submit", "job queue", "job reserve", "job dispatch", "job start", "job run"])
            Assert.Contains(ours, s => s.OperationName == name);
        // Each of our steps is below what its job's record carries.
        var submit = ours.Single(static s => s.OperationName == "job submit");
        Assert.All(ours.Where(static s => s.OperationName is "job queue" or "job reserve" or "job run"), s => Assert.Equal(submit.SpanId, s.ParentSpanId));
        // What a step asks of other grains is below it: the queue is asked whether the job can ever run, nodes for places.
        Assert.Contains(calls, s => s.ParentSpanId == submit.SpanId && s.Kind == ActivityKind.Client);
        var reserve = ours.Single(static s => s.OperationName == "job reserve");
        Assert.Contains(calls, s => s.Kind == ActivityKind.Client && Below(s, reserve, spans));
        // And the other end of a call is below the call.
        Assert.Contains(calls, s => s.Kind == ActivityKind.Server && calls.Any(c => c.Kind == ActivityKind.Client && c.SpanId == s.ParentSpanId));
    }

    private async Task RunAsync(ActivityTraceId trace)
    {
        _silo = MusterHost.Build(
            ["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={_data.FullName}", "--Muster:MemberClusters:HeartbeatInterval=00:00:00.200"],
            static builder => builder.Logging.ClearProviders());
        _silo.OpenStores();
        await _silo.StartAsync(Stop);
        using var http = new HttpClient { BaseAddress = new Uri(_silo.Urls.First()) };
        using var request = new HttpRequestMessage(HttpMethod.Post, "v1/jobs")
        {
            Content = new StringContent(ApiSilo.Job("traced", pods: 2, duration: "10ms"), System.Text.Encoding.UTF8, "application/json"),
        };
        request.Headers.Add("Idempotency-Key", "traced");
        request.Headers.Add("traceparent", $"00-{trace}-{ActivitySpanId.CreateRandom()}-01");
        using var response = await http.SendAsync(request, Stop);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync(Stop));
        Assert.Equal(JobState.Succeeded, await ApiSilo.UntilAsync(http, "traced", JobStateMachine.IsFinal));
    }

    private static bool Below(Activity span, Activity ancestor, IReadOnlyCollection<Activity> all)
    {
        for (var at = span; at is not null; at = all.FirstOrDefault(s => s.SpanId == at.ParentSpanId))
            if (at.ParentSpanId == ancestor.SpanId)
                return true;
        return false;
    }
}
