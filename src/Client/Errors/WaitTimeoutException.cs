using Muster.Contracts;

namespace Muster.Client;

/// <summary>What was waited for did not come to pass in time. The job goes on.</summary>
/// <param name="job">The job.</param>
/// <param name="timeout">How long was waited.</param>
public sealed class WaitTimeoutException(JobId job, TimeSpan timeout)
    : MusterException($"{job} did not get there within {timeout}. What is in the way: muster explain {job}")
{
    /// <inheritdoc/>
    public override string Code => "WaitTimeout";

    /// <summary>The job that was waited for.</summary>
    public JobId Job => job;

    /// <summary>How long was waited.</summary>
    public TimeSpan Timeout => timeout;
}
