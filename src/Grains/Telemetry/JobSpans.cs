using System.Diagnostics;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>
/// The spans of a job's way. They hang together by what its record carries, not by what flows along with calls: the steps
/// happen in several grains, by messages that nobody waits for, and perhaps after a crash.
/// </summary>
public static class JobSpans
{
    /// <summary>Length of a traceparent of version 00.</summary>
    public const int TraceParentLength = 55;

    /// <summary>Most jobs that the span of one cycle has links to.</summary>
    public const int MaxLinks = 128;

    private static readonly ActivitySource Source = new(SchedulerMeter.Name);

    /// <summary>What a job's record may carry: a well-formed traceparent, or nothing.</summary>
    public static string? Valid(string? traceParent) =>
        traceParent?.Length == TraceParentLength && ActivityContext.TryParse(traceParent, null, out _) ? traceParent : null;

    /// <summary>A job is being accepted: the span that all others of it are below.</summary>
    internal static Activity? Submit(JobId job, SubmitRequest request) =>
        Start("job submit", ActivityKind.Internal, request.TraceParent)?.SetTag("muster.queue", request.Job.Spec.Queue).About(job);

    /// <summary>What the record carries from then on: the span, or what the caller sent when spans are off.</summary>
    internal static string? Carry(Activity? submit, SubmitRequest request) => submit is { Recorded: true } ? submit.Id : Valid(request.TraceParent);

    /// <summary>What the queue carries: only what is recorded, as very many jobs may wait.</summary>
    internal static string? Sampled(string? traceParent) => traceParent?.EndsWith("-01", StringComparison.Ordinal) == true ? traceParent : null;

    /// <summary>A round that admits. It is no part of the jobs' traces, and has links to them.</summary>
    internal static Activity? Cycle(QueueName tree, RoundPlan plan, DateTimeOffset began)
    {
        if (!Source.HasListeners())
            return null;
        var links = plan.Admissions.Select(static a => a.Job.TraceParent).Where(static t => t is not null).Take(MaxLinks)
            .Select(static t => new ActivityLink(ActivityContext.Parse(t!, null))).ToArray();
        return Start("cycle", ActivityKind.Internal, null, began, links)?.SetTag("muster.queue", tree.Value)
            .SetTag("muster.cycle.considered", plan.Considered).SetTag("muster.cycle.admitted", plan.Admissions.Length);
    }

    /// <summary>A job was admitted: its time in the queue is over.</summary>
    internal static void Admitted(PlannedAdmission admission)
    {
        if (admission.Job.TraceParent is not { } parent)
            return;
        using var span = Start("job queue", ActivityKind.Internal, parent, admission.Job.QueuedAt)?.About(admission.Job.Id)
            .SetTag("muster.queue", admission.Leaf.Value).SetTag("k8s.cluster.name", admission.Placement.Cluster.Value);
    }

    /// <summary>A gang's places are being claimed.</summary>
    internal static Activity? Reserve(JobRecord job, Attempt attempt) =>
        Step("job reserve", ActivityKind.Internal, job.Id, attempt, job.TraceParent, job.Placement?.Cluster);

    /// <summary>A gang's pods are being created and bound.</summary>
    internal static Activity? Dispatch(DispatchRequest request) =>
        Step("job dispatch", ActivityKind.Client, request.Job, request.Attempt, request.TraceParent, request.Placement.Cluster);

    /// <summary>A part of the step that this very flow of control is in.</summary>
    internal static Activity? Part(string name) => Activity.Current?.Source == Source ? Source.StartActivity(name) : null;

    /// <summary>The ledger recorded a change of state: a start or a run may be over.</summary>
    internal static void Changed(JobRecord before, JobRecord after)
    {
        if (after.TraceParent is null || before.State == after.State)
            return;
        // Also of a start that no run came of, or none that anybody saw: who asks why a job did not run finds it in the trace.
        if (before.State is JobState.Committed or JobState.Starting && after.State != JobState.Starting)
            End("job start", before, after, before.Since);
        else if (before.State == JobState.Running)
            End("job run", before, after, before.StartedAt ?? before.Since);
    }

    private static void End(string name, JobRecord before, JobRecord after, DateTimeOffset began)
    {
        using var span = Step(name, ActivityKind.Internal, after.Id, before.Attempt, after.TraceParent, before.Placement?.Cluster, began);
        span?.SetTag("muster.job.state", after.State.ToString());
        if (after.Reason is { } reason && after.State is JobState.Failed or JobState.Fencing or JobState.Draining)
            span?.SetStatus(ActivityStatusCode.Error, reason.Message);
    }

    // Without a trace that its record carries a job has no further spans: they would belong to nothing.
    private static Activity? Step(
        string name, ActivityKind kind, JobId job, Attempt attempt, string? traceParent, ClusterName? cluster, DateTimeOffset began = default) =>
        traceParent is null ? null : Start(name, kind, traceParent, began)?.About(job)
            .SetTag("muster.attempt", attempt.ToString()).SetTag("k8s.cluster.name", cluster?.Value);

    private static Activity? Start(string name, ActivityKind kind, string? traceParent, DateTimeOffset began = default, ActivityLink[]? links = null)
    {
        if (!Source.HasListeners())
            return null;
        var parent = traceParent is not null && ActivityContext.TryParse(traceParent, null, isRemote: true, out var read) ? read : default;
        // Whatever flows along here is not what the span belongs to.
        var ambient = Activity.Current;
        Activity.Current = null;
        var span = Source.StartActivity(name, kind, parent, null, links, began);
        if (span is null)
            Activity.Current = ambient;
        return span;
    }

    private static Activity About(this Activity span, JobId job) => span
        .SetTag("muster.job.id", job.ToString()).SetTag("k8s.namespace.name", job.Namespace).SetTag("k8s.job.name", job.Name);
}
