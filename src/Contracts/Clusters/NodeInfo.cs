using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A node, as its cluster reports it.</summary>
[GenerateSerializer, Immutable, Alias("muster.node-info")]
public sealed record NodeInfo
{
    /// <summary>Name within its cluster.</summary>
    [Id(0)] public string Name { get; init; } = "";

    /// <summary>What pods may use together.</summary>
    [Id(1)] public ResourceVector Allocatable { get; init; } = ResourceVector.Empty;

    /// <summary>What pods that are not Muster's use.</summary>
    [Id(2)] public ResourceVector Foreign { get; init; } = ResourceVector.Empty;

    /// <summary>Its labels.</summary>
    [Id(3)] public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Its taints.</summary>
    [Id(4)] public ImmutableArray<Taint> Taints { get; init; } = [];

    /// <summary>False when cordoned, not ready or being deleted: takes nothing new.</summary>
    [Id(5)] public bool Schedulable { get; init; } = true;

    /// <summary>What Muster's pods may use together.</summary>
    public ResourceVector Capacity => Allocatable.Subtract(Foreign);
}
