namespace Muster.Contracts;

/// <summary>A job's failover wish.</summary>
[GenerateSerializer, Immutable, Alias("muster.failover")]
public sealed record FailoverSpec
{
    /// <summary>The policy; default <see cref="FailoverPolicy.Hold"/>.</summary>
    [Id(0)] public FailoverPolicy Policy { get; init; }
}
