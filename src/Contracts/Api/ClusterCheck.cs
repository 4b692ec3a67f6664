using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Whether a cluster can be used: is it there, does it let Muster in, and may Muster do what it has to.</summary>
public sealed record ClusterCheck
{
    /// <summary>True when it answered and let us in.</summary>
    public bool Reachable { get; init; }

    /// <summary>Its identity: the uid of its <c>kube-system</c> namespace; null when it could not be read.</summary>
    public string? Uid { get; init; }

    /// <summary>Rights that are missing, each as verb, resource and where: <c>create pods in namespace team-a</c>.</summary>
    public ImmutableArray<string> Missing { get; init; } = [];

    /// <summary>Why it cannot be used, for people; null when it can.</summary>
    public string? Problem { get; init; }
}
