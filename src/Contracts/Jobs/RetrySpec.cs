namespace Muster.Contracts;

/// <summary>How often a job that fails by itself is tried again. Lost nodes and placement conflicts are not counted.</summary>
[GenerateSerializer, Immutable, Alias("muster.retry")]
public sealed record RetrySpec
{
    /// <summary>Highest <see cref="Limit"/> that is accepted.</summary>
    public const int MaxLimit = 100;

    /// <summary>Further tries after the first; 0 to 100, default 0.</summary>
    [Id(0)] public int Limit { get; init; }
}
