using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>Pods of one kind within a gang.</summary>
[GenerateSerializer, Immutable, Alias("muster.pod-set")]
public sealed record PodSet
{
    /// <summary>Name within the job, a DNS-1123 label; default <c>main</c>.</summary>
    [Id(0)] public string Name { get; init; } = "main";

    /// <summary>Pods wanted, 1 to <see cref="JobSpec.MaxPods"/>.</summary>
    [Id(1)] public int Count { get; init; } = 1;

    /// <summary>Pods without which the job must not start; default: all of them.</summary>
    [Id(2)] public int? MinCount { get; init; }

    /// <summary>What each pod is.</summary>
    [Id(3)] public PodTemplate Template { get; init; }

    /// <summary>Pods without which the job must not start.</summary>
    [JsonIgnore] public int Minimum => MinCount ?? Count;
}
