using System.Text.Json;
using System.Text.Json.Serialization;

namespace Muster.Client;

/// <summary>JSON of what only the client has types for.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, AllowDuplicateProperties = false, MaxDepth = 64)]
[JsonSerializable(typeof(BatchAnswer))]
[JsonSerializable(typeof(CordonWish))]
[JsonSerializable(typeof(NodeListAnswer))]
internal sealed partial class ClientJson : JsonSerializerContext;

/// <summary>Why something is cordoned, as it is sent.</summary>
internal sealed record CordonWish(string Reason);

/// <summary>What became of a batch, as it is answered.</summary>
internal sealed record BatchAnswer(IReadOnlyList<BatchAnswerItem> Items);

/// <summary>What became of one job; its parts are read by the rules for what others wrote.</summary>
internal sealed record BatchAnswerItem(int Status, JsonElement? Job = null, JsonElement? Problem = null);

/// <summary>Nodes of a cluster, as they are answered; each is read by the rules for what others wrote.</summary>
internal sealed record NodeListAnswer(IReadOnlyList<JsonElement> Items, string? Next = null);
