using System.Globalization;
using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What becomes of a placed gang: a pure function of its record, what its cluster shows, and the time.</summary>
public static class GangLifecycle
{
    /// <summary>The next thing to record after an observation; null when there is nothing. Ask again after each that was recorded.</summary>
    public static GangStep? OnObserved(GangView gang, GangObservation seen)
    {
        if (seen.Attempt != gang.Attempt)
            return null;
        return gang.State switch
        {
            JobState.Committed => new(JobEvent.Start),
            JobState.Starting or JobState.Running => OnPlaced(gang, seen),
            JobState.Fencing when seen.Gone => new(JobEvent.Requeue),
            JobState.Draining when seen.Gone => Drained(gang, seen),
            _ => null,
        };
    }

    /// <summary>The next thing to record because of the time alone.</summary>
    /// <param name="gang">The gang.</param>
    /// <param name="now">The time.</param>
    /// <param name="startTimeout">How long a committed gang may take until every pod runs.</param>
    public static GangStep? OnTime(GangView gang, DateTimeOffset now, TimeSpan startTimeout)
    {
        if (gang.State is JobState.Committed or JobState.Starting && now - gang.Since >= startTimeout)
            return Retry(gang, new(ReasonCode.StartTimeout, $"not every pod ran within {Text(startTimeout)}"));
        if (gang.State == JobState.Running && gang.MaxRuntime is { } max && gang.StartedAt is { } started && now - started >= max)
            return new(JobEvent.Drain, new(ReasonCode.DeadlineExceeded, $"it ran longer than {Text(max)}"), JobState.Failed);
        return null;
    }

    /// <summary>When <see cref="OnTime"/> has to be asked at the latest; null when never.</summary>
    public static DateTimeOffset? NextTime(GangView gang, TimeSpan startTimeout) => gang.State switch
    {
        JobState.Committed or JobState.Starting => gang.Since + startTimeout,
        JobState.Running when gang.MaxRuntime is { } max && gang.StartedAt is { } started => started + max,
        _ => null,
    };

    /// <summary>How long a job waits after its n-th failed try: 60 s · 2^(n−1), at most 1 h, less up to a tenth by the job's own dice.</summary>
    public static TimeSpan Backoff(int retries, TimeSpan first, int dice)
    {
        if (retries <= 0)
            return TimeSpan.Zero;
        var seconds = Math.Min(3600, first.TotalSeconds * Math.Pow(2, Math.Min(retries - 1, 20)));
        return TimeSpan.FromSeconds(seconds * (1 - (uint)dice % 1000 / 10_000.0));
    }

    private static GangStep? OnPlaced(GangView gang, GangObservation seen)
    {
        if (HasSucceeded(seen))
            return new(JobEvent.Succeed);
        if (seen.Failed > 0)
            return Retry(gang, new(ReasonCode.PodFailed, seen.Detail ?? $"{seen.Failed} of {seen.Wanted} pods failed"));
        if (seen.Invalid)
            return Retry(gang, new(ReasonCode.PodRejected, Tried(gang, seen.Detail ?? "the cluster says that its pods are wrong")));
        // Not charged: a quota or a namespace is not the job's fault. The waits between tries grow instead.
        if (seen.Refused)
            return new(JobEvent.Fence, new(ReasonCode.PodRejected, Tried(gang, seen.Detail ?? "the cluster refused it")));
        if (seen.Rejected > 0)
            return new(JobEvent.Fence, new(ReasonCode.PodRejected, seen.Detail ?? "a node refused a pod"));
        if (seen.Lost > 0)
            return new(JobEvent.Fence, new(ReasonCode.PodLost, seen.Detail ?? $"{seen.Lost} of {seen.Wanted} pods are gone"));
        if (gang.State == JobState.Starting && seen.Dispatched && seen.Waiting == 0)
            return new(JobEvent.Run);
        return null;
    }

    // Cancelled or suspended, and finished at once: what really happened counts.
    private static GangStep Drained(GangView gang, GangObservation seen) =>
        HasSucceeded(seen) ? new(JobEvent.Succeed)
        : gang.DrainTo switch
        {
            JobState.Cancelled => new(JobEvent.Cancel),
            JobState.Suspended => new(JobEvent.Suspend),
            _ => new(JobEvent.Fail),
        };

    // Of nothing, nothing has succeeded: a cluster that knows no pods of the attempt wants none.
    private static bool HasSucceeded(GangObservation seen) => seen.Wanted > 0 && seen.Succeeded == seen.Wanted;

    private static GangStep Retry(GangView gang, Reason reason) =>
        gang.Retries < gang.RetryLimit
            ? new(JobEvent.Fence, reason, ChargeRetry: true)
            : new(JobEvent.Drain, reason, JobState.Failed);

    private static string Tried(GangView gang, string detail) =>
        gang.Runs > 1 ? string.Create(CultureInfo.InvariantCulture, $"{detail} (try {gang.Runs})") : detail;

    private static string Text(TimeSpan time) =>
        time.TotalSeconds < 120
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s")
            : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMinutes:0.#} min");
}
