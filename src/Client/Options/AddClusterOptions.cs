using System.Collections.Immutable;

namespace Muster.Client;

/// <summary>How a cluster is registered.</summary>
public sealed record AddClusterOptions
{
    /// <summary>Labels that jobs select clusters by: at most 64.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Namespaces of the cluster in which jobs are to run: rights are looked for in each. Default: <c>default</c>.</summary>
    public ImmutableArray<string> Namespaces { get; init; } = ["default"];

    /// <summary>Labels and access take the place of those of a cluster of that name. Its identity stays.</summary>
    public bool Replace { get; init; }

    /// <summary>Register it although it does not answer, or rights are missing.</summary>
    public bool Force { get; init; }
}
