namespace Muster.Contracts;

/// <summary>An attempt asks a node for places.</summary>
[GenerateSerializer, Immutable, Alias("muster.prepare-request")]
public sealed record PrepareRequest
{
    /// <summary>The job.</summary>
    [Id(0)] public JobId Job { get; init; }

    /// <summary>The attempt.</summary>
    [Id(1)] public Attempt Attempt { get; init; }

    /// <summary>The job's age: its order of acceptance. Smaller is older and wins.</summary>
    [Id(2)] public long Seq { get; init; }

    /// <summary>What is asked for.</summary>
    [Id(3)] public ResourceVector Ask { get; init; } = ResourceVector.Empty;

    /// <summary>True when claims of younger attempts that are not committed may be broken.</summary>
    [Id(4)] public bool AllowWound { get; init; }
}
