using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A cluster to register, as <c>POST /v1/clusters</c> takes it.</summary>
public sealed record ClusterRequest
{
    /// <summary>Longest body, in bytes.</summary>
    public const int MaxBytes = 256 * 1024;

    /// <summary>Most namespaces in which rights are looked for.</summary>
    public const int MaxNamespaces = 64;

    /// <summary>Its name in the fleet, a DNS-1123 label.</summary>
    public string Name { get; init; } = "";

    /// <summary>Labels that jobs select clusters by: at most 64.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Where it is, and how to be let in. Kept in a file of the silo, and never shown again.</summary>
    public ClusterAccess? Access { get; init; }

    /// <summary>Namespaces of the cluster in which jobs are to run: rights are looked for in each. Not kept.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = ["default"];

    /// <summary>True when labels and access are to take the place of those of a cluster that is registered already. Its identity stays.</summary>
    public bool Replace { get; init; }
}
