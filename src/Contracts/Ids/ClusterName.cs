using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>A member cluster's name, unique in the fleet: a DNS-1123 label.</summary>
[GenerateSerializer, Immutable, Alias("muster.cluster-name")]
[JsonConverter(typeof(ClusterNameJsonConverter))]
public readonly record struct ClusterName([property: Id(0)] string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Value;
}
