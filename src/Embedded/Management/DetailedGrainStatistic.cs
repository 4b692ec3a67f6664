namespace Orleans.Runtime;

/// <summary>One activation and where it is.</summary>
[GenerateSerializer]
[Immutable]
public sealed class DetailedGrainStatistic
{
    [Id(0)]
    public string GrainType { get; init; } = "";

    [Id(1)]
    public required SiloAddress SiloAddress { get; init; }

    [Id(2)]
    public GrainId GrainId { get; init; }
}
