namespace Muster.Contracts;

/// <summary>How long a job runs.</summary>
[GenerateSerializer, Immutable, Alias("muster.runtime")]
public sealed record RuntimeSpec
{
    /// <summary>Seconds from start to end that its owner expects; null when unknown.</summary>
    [Id(0)] public long? ExpectedSeconds { get; init; }

    /// <summary>Seconds from start after which the job is stopped and fails; null for no limit.</summary>
    [Id(1)] public long? MaxSeconds { get; init; }
}
