using System.Diagnostics;
using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>A job's way is one trace, whoever does the steps, and also over a crash.</summary>
public sealed class JobSpansTests
{
    private static readonly string[] Way =
        ["job submit", "job queue", "job reserve", "job prepare", "job commit", "job dispatch", "job create", "job bind", "job start", "job run"];

    [Fact]
    public async Task Submit_FromACallerWithATrace_IsFollowedToItsEnd()
    {
        using var spans = new SpanBook();
        await using var muster = await GrainCluster.StartAsync();
        var caller = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);

        await SubmitAsync(muster, Gang.Of("traced", pods: 2, duration: "1h"), caller);
        await RunAndEndAsync(muster, "traced");
        var trace = await TraceAsync(muster, spans, caller.TraceId, "job run");

        Assert.Equal(Way.Order(StringComparer.Ordinal), trace.Select(static s => s.OperationName).Distinct().Order(StringComparer.Ordinal));
        var submit = trace.Single(static s => s.OperationName == "job submit");
        Assert.Equal(caller.SpanId, submit.ParentSpanId);
        Assert.Equal(submit.Id, (await muster.RecordAsync("traced")).TraceParent);
        foreach (var (part, whole) in ((string, string)[])[("job prepare", "job reserve"), ("job commit", "job reserve"), ("job create", "job dispatch"), ("job bind", "job dispatch")])
            Assert.Equal(First(trace, whole).SpanId, First(trace, part).ParentSpanId);
        foreach (var step in (string[])["job queue", "job reserve", "job dispatch", "job start", "job run"])
            Assert.Equal(submit.SpanId, First(trace, step).ParentSpanId);
        // Each step is over before the next one is; a start begins with the commit, and a run with the start's end.
        string[] ends = ["job submit", "job queue", "job prepare", "job commit", "job reserve", "job create", "job bind", "job dispatch", "job run"];
        Assert.Equal(ends.Skip(1), ends.Skip(1).OrderBy(name => First(trace, name).StartTimeUtc + First(trace, name).Duration));
        Assert.Equal("east", First(trace, "job bind").Parent?.GetTagItem("k8s.cluster.name"));
        Assert.Equal(("default/traced", "default", "traced"),
            (submit.GetTagItem("muster.job.id"), submit.GetTagItem("k8s.namespace.name"), submit.GetTagItem("k8s.job.name")));
        var cycle = Assert.Single(spans.LinkedTo(caller.TraceId));
        Assert.Equal("cycle", cycle.OperationName);
        Assert.NotEqual(caller.TraceId, cycle.TraceId);
        Assert.InRange(cycle.Links.Count(), 1, JobSpans.MaxLinks);
    }

    [Fact]
    public async Task Submit_WithoutATrace_BeginsOneOfItsOwn()
    {
        using var spans = new SpanBook();
        await using var muster = await GrainCluster.StartAsync();

        await SubmitAsync(muster, Gang.Of("rooted", duration: "1h"), null);
        await RunAndEndAsync(muster, "rooted");

        var record = await muster.RecordAsync("rooted");
        var root = ActivityContext.Parse(record.TraceParent!, null);
        Assert.Equal(default, First(await TraceAsync(muster, spans, root.TraceId, "job run"), "job submit").ParentSpanId);
    }

    [Theory]
    [InlineData(JobState.Starting, "1h", "job start")]
    [InlineData(JobState.Running, null, "job run")]
    public async Task Restart_InTheMiddle_TraceGoesOn(JobState middle, string? delay, string step)
    {
        using var spans = new SpanBook();
        await using var muster = await GrainCluster.StartAsync();
        var caller = new ActivityContext(ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded);
        await SubmitAsync(muster, Gang.Of("survivor", delay: delay, duration: "1h"), caller);
        await muster.UntilAsync("survivor", middle);
        Assert.DoesNotContain(spans.Trace(caller.TraceId), s => s.OperationName == step);

        await muster.KillAndReplaceAsync(muster.Silos.Silos[0]);
        await muster.Job("survivor").Cancel(null);
        await muster.UntilAsync("survivor", JobState.Cancelled);

        var ended = First(await TraceAsync(muster, spans, caller.TraceId, step), step);
        Assert.Equal(nameof(JobState.Draining), ended.GetTagItem("muster.job.state"));
        Assert.Equal(1, (await muster.RecordAsync("survivor")).Runs);
    }

    [Theory]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", true)]
    [InlineData("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0", false)]
    [InlineData("00-00000000000000000000000000000000-b7ad6b7169203331-01", false)]
    [InlineData("nonsense", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void Valid_TraceParent_IsWellFormedOrNothing(string? text, bool valid) => Assert.Equal(valid ? text : null, JobSpans.Valid(text));

    private static Task<SubmitResult> SubmitAsync(GrainCluster muster, Job job, ActivityContext? caller) =>
        muster.SubmitAsync(job, traceParent: caller is { } c ? $"00-{c.TraceId}-{c.SpanId}-01" : null);

    // Seen running, however slow this machine is, and ended after that.
    private static async Task RunAndEndAsync(GrainCluster muster, string job)
    {
        await muster.UntilAsync(job, JobState.Running);
        await muster.Job(job).Cancel(null);
        await muster.UntilAsync(job, JobState.Cancelled);
    }

    private static async Task<Activity[]> TraceAsync(GrainCluster muster, SpanBook spans, ActivityTraceId trace, string until) => await Poll.UntilAsync(
        $"a span '{until}'", () => Task.FromResult(spans.Trace(trace)), seen => seen.Any(s => s.OperationName == until), context: muster.Tail);

    private static Activity First(Activity[] trace, string name) => trace.First(s => s.OperationName == name);
}
