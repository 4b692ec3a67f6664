using System.Text.Json.Serialization;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>What is kept of a pod, whoever made it.</summary>
[JsonConverter(typeof(ObservedPodConverter))]
public sealed record ObservedPod
{
    /// <summary>What tells it from others.</summary>
    public ObjectIdentity Identity { get; init; }

    /// <summary>Its node; null while unbound.</summary>
    public string? Node { get; init; }

    /// <summary>What it asks of its node; nothing once it has ended.</summary>
    public ResourceVector Requests { get; init; } = ResourceVector.Empty;

    /// <summary>The scheduler that is to bind it.</summary>
    public string Scheduler { get; init; } = "";

    /// <summary>Which Muster made it; empty for others' pods.</summary>
    public string Origin { get; init; } = "";

    /// <summary>The uid of the anchor that owns it; empty for none.</summary>
    public string Owner { get; init; } = "";

    /// <summary>The container whose log is shown first; empty for none.</summary>
    public string Container { get; init; } = "";

    /// <summary>It as a pod of a gang; null when its labels and name do not make it one, whatever its origin says.</summary>
    public PodObservation? Gang { get; init; }
}
