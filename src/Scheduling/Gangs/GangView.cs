using Muster.Contracts;

namespace Muster.Scheduling;

/// <summary>What the lifecycle needs to know of a job.</summary>
/// <param name="State">Its state.</param>
/// <param name="Attempt">The attempt that holds its places.</param>
/// <param name="Since">When it came into its state.</param>
/// <param name="StartedAt">When every pod ran; null before.</param>
/// <param name="MaxRuntime">How long it may run; null for no limit.</param>
/// <param name="Retries">Failed tries charged so far.</param>
/// <param name="RetryLimit">Failed tries that may be charged.</param>
/// <param name="DrainTo">While draining: the state to come, final or suspended.</param>
public sealed record GangView(
    JobState State, Attempt Attempt, DateTimeOffset Since, DateTimeOffset? StartedAt, TimeSpan? MaxRuntime,
    int Retries, int RetryLimit, JobState? DrainTo)
{
    /// <summary>Tries so far, the present one included.</summary>
    public int Runs { get; init; }
}
