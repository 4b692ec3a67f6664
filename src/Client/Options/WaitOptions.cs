using Muster.Contracts;

namespace Muster.Client;

/// <summary>What to wait for, for how long, and who is told meanwhile.</summary>
public sealed record WaitOptions
{
    /// <summary>True for the states that are looked for; null for those in which a job has ended. Its end always ends the wait.</summary>
    public Func<JobState, bool>? Until { get; init; }

    /// <summary>How long to wait; null for as long as it takes.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Told of every change on the way.</summary>
    public IProgress<JobChange>? Progress { get; init; }
}
