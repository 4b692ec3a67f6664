using System.Collections.Immutable;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>What a kubelet has to know of a pod.</summary>
internal sealed record PodFacts
{
    public required string Uid { get; init; }

    public required string Namespace { get; init; }

    public required string Name { get; init; }

    public required string Node { get; init; }

    public required DateTimeOffset Created { get; init; }

    public required string Phase { get; init; }

    /// <summary>When a kubelet took it, whole seconds; null when none has.</summary>
    public DateTimeOffset? TakenAt { get; init; }

    /// <summary>True once its deletion was asked for.</summary>
    public bool Terminating { get; init; }

    public TimeSpan Grace { get; init; }

    /// <summary>Whose it is; null for a pod that is not Muster's.</summary>
    public PodOwner? Owner { get; init; }

    /// <summary>What it takes, its pod slot included.</summary>
    public required ResourceVector Requests { get; init; }

    public required ImmutableSortedDictionary<string, string> NodeSelector { get; init; }

    /// <summary>The required terms of its node affinity; undefined for none.</summary>
    public JsonElement Affinity { get; init; }

    /// <summary>Names and images of its containers.</summary>
    public required ImmutableArray<(string Name, string Image)> Containers { get; init; }

    public TimeSpan? StartDelay { get; init; }

    public TimeSpan? Duration { get; init; }

    public int ExitCode { get; init; }

    public bool HasEnded => Phase is "Succeeded" or "Failed";
}
