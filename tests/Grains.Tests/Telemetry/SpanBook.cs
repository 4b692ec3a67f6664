using System.Collections.Concurrent;
using System.Diagnostics;

namespace Muster.Grains.Tests;

/// <summary>Keeps every span of the scheduler that ends while it listens.</summary>
internal sealed class SpanBook : IDisposable
{
    private readonly ConcurrentQueue<Activity> _spans = new();
    private readonly ActivityListener _listener;

    public SpanBook()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == SchedulerMeter.Name,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _spans.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>Spans of a trace, in the order in which they began.</summary>
    public Activity[] Trace(ActivityTraceId trace) => [.. _spans.Where(s => s.TraceId == trace).OrderBy(static s => s.StartTimeUtc)];

    /// <summary>Spans that have links to a trace.</summary>
    public Activity[] LinkedTo(ActivityTraceId trace) => [.. _spans.Where(s => s.Links.Any(l => l.Context.TraceId == trace))];

    public void Dispose() => _listener.Dispose();
}
