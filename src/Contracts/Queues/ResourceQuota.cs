using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>Quota of one resource, in its smallest unit; in JSON as quantities.</summary>
[JsonConverter(typeof(ResourceQuotaJsonConverter))]
[GenerateSerializer, Immutable, Alias("muster.resource-quota")]
public sealed record ResourceQuota
{
    /// <summary>Name of the resource.</summary>
    [Id(0)] public string Resource { get; init; } = "";

    /// <summary>What the queue may use without asking anybody.</summary>
    [Id(1)] public long Nominal { get; init; }

    /// <summary>What it may use above that, if others in the tree leave it; null for no limit.</summary>
    [Id(2)] public long? BorrowingLimit { get; init; }

    /// <summary>What of its nominal quota others may use while it does not; null for all.</summary>
    [Id(3)] public long? LendingLimit { get; init; }
}
