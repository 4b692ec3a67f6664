using System.Collections.Immutable;

namespace Muster.Client;

/// <summary>What a manifest of another system does not say.</summary>
public sealed record ImportOptions
{
    /// <summary>
    /// Priorities of classes that are the same everywhere: those that KAI Scheduler installs. Every other class is
    /// an object in somebody's cluster, whose value a manifest does not tell.
    /// </summary>
    public static readonly ImmutableSortedDictionary<string, int> KnownPriorityClasses = ImmutableSortedDictionary.CreateRange(
        StringComparer.Ordinal,
        new Dictionary<string, int> { ["train"] = 50, ["build-preemptible"] = 75, ["build"] = 100, ["inference"] = 125 });

    /// <summary>Nothing but the defaults.</summary>
    public static readonly ImportOptions None = new();

    /// <summary>Queues of Muster by the names that the manifests use; a name that is not here stays.</summary>
    public ImmutableSortedDictionary<string, string> QueueMap { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Priorities by the names of classes.</summary>
    public ImmutableSortedDictionary<string, int> PriorityClasses { get; init; } = KnownPriorityClasses;

    /// <summary>Namespace of jobs that name none.</summary>
    public string Namespace { get; init; } = "default";
}
