using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>JSON of everything that people and the ledger see: camel case, enums by name, nothing by reflection.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowDuplicateProperties = false,
    MaxDepth = 64)]
[JsonSerializable(typeof(Job))]
[JsonSerializable(typeof(JobSpec))]
[JsonSerializable(typeof(JobMetadata))]
[JsonSerializable(typeof(JobNote))]
[JsonSerializable(typeof(JobChange))]
[JsonSerializable(typeof(Reason))]
[JsonSerializable(typeof(Explanation))]
[JsonSerializable(typeof(GangPlacement))]
[JsonSerializable(typeof(GangDemand))]
[JsonSerializable(typeof(QueueSpec))]
[JsonSerializable(typeof(QueueSnapshot))]
[JsonSerializable(typeof(FlavorSpec))]
[JsonSerializable(typeof(ClusterSpec))]
[JsonSerializable(typeof(ClusterSnapshot))]
[JsonSerializable(typeof(ClusterAccess))]
[JsonSerializable(typeof(NodeSnapshot))]
[JsonSerializable(typeof(Cordon))]
[JsonSerializable(typeof(ImmutableArray<FlavorUsage>))]
[JsonSerializable(typeof(SubmitResult))]
public sealed partial class MusterJson : JsonSerializerContext;
