namespace Muster.Contracts;

/// <summary>What is done about an attempt that a cluster shows.</summary>
public sealed record RecoveryJob
{
    /// <summary>The job: namespace/name.</summary>
    public string Job { get; init; } = "";

    /// <summary>The attempt.</summary>
    public string Attempt { get; init; } = "";

    /// <summary>The cluster that shows it.</summary>
    public string Cluster { get; init; } = "";

    /// <summary>How many pods it has there.</summary>
    public int Pods { get; init; }

    /// <summary>What is done.</summary>
    public RecoveryVerdict Verdict { get; init; }

    /// <summary>Why, for people.</summary>
    public string Reason { get; init; } = "";
}
