using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>What a simulated kubelet has to know of a pod: what it takes, where it may be, how long it lives and how it ends.</summary>
internal sealed class PodProgram
{
    /// <summary>What it takes, its pod slot included.</summary>
    public ResourceVector Requests { get; init; } = ResourceVector.Empty;

    public ImmutableSortedDictionary<string, string> NodeSelector { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>From binding to start; null for the cluster's default.</summary>
    public TimeSpan? StartDelay { get; init; }

    /// <summary>From start to end; null for the cluster's default.</summary>
    public TimeSpan? Duration { get; init; }

    public int ExitCode { get; init; }

    /// <summary>Why it cannot work, for people: it fails as soon as it starts.</summary>
    public string? Fault { get; init; }

    /// <summary>Made once, for the many pods that share a program.</summary>
    [JsonIgnore]
    public string Json => field ??= JsonSerializer.Serialize(this);

    public static PodProgram FromJson(string json) => JsonSerializer.Deserialize<PodProgram>(json)!;
}
