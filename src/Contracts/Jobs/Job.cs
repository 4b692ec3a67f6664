using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>A job as it is written in a manifest and shown to people: envelope, wish and, once accepted, status.</summary>
[GenerateSerializer, Immutable, Alias("muster.job")]
public sealed record Job
{
    /// <summary>The only version there is.</summary>
    public const string CurrentApiVersion = "muster.dev/v1alpha1";

    /// <summary>Format of this document.</summary>
    [Id(0)] public string ApiVersion { get; init; } = CurrentApiVersion;

    /// <summary>Always <c>Job</c>.</summary>
    [Id(1)] public string Kind { get; init; } = "Job";

    /// <summary>Name, labels, annotations.</summary>
    [Id(2)] public JobMetadata Metadata { get; init; } = new();

    /// <summary>What is asked for.</summary>
    [Id(3)] public JobSpec Spec { get; init; } = new();

    /// <summary>Where it stands; null in a manifest.</summary>
    [Id(4)] public JobStatus? Status { get; init; }

    /// <summary>Namespace and name.</summary>
    [JsonIgnore] public JobId Id => new(Metadata.Namespace, Metadata.Name);
}
