using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A queue's quota on one flavor of nodes.</summary>
[GenerateSerializer, Immutable, Alias("muster.flavor-quota")]
public sealed record FlavorQuota
{
    /// <summary>Name of the flavor.</summary>
    [Id(0)] public string Flavor { get; init; } = "";

    /// <summary>Quota by resource. A resource that is not listed is not limited.</summary>
    [Id(1)] public ImmutableArray<ResourceQuota> Resources { get; init; } = [];
}
