using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>JSON of the API's envelopes, by the same rules as <see cref="MusterJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    AllowDuplicateProperties = false,
    MaxDepth = 64)]
[JsonSerializable(typeof(JobPage))]
[JsonSerializable(typeof(ChangePage))]
[JsonSerializable(typeof(QueuePage))]
[JsonSerializable(typeof(ClusterPage))]
[JsonSerializable(typeof(ServerVersion))]
[JsonSerializable(typeof(CordonRequest))]
[JsonSerializable(typeof(ClusterRequest))]
[JsonSerializable(typeof(ClusterCheck))]
[JsonSerializable(typeof(RecoveryReport))]
[JsonSerializable(typeof(NodePage))]
[JsonSerializable(typeof(JobBatch))]
[JsonSerializable(typeof(JobBatchResult))]
[JsonSerializable(typeof(CallerInfo))]
[JsonSerializable(typeof(Problem))]
public sealed partial class ApiJson : JsonSerializerContext;
