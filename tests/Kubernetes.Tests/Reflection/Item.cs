using System.Text.Json.Serialization;

namespace Muster.Kubernetes.Tests;

/// <summary>What the tests keep of an object.</summary>
internal sealed record Item(ItemMetadata Metadata)
{
    public static readonly Func<Item, ObjectIdentity> Identity =
        static i => new ObjectIdentity(i.Metadata.Namespace ?? "", i.Metadata.Name, i.Metadata.Uid, i.Metadata.ResourceVersion);
}

internal sealed record ItemMetadata(string? Namespace, string Name, string Uid, string ResourceVersion, Dictionary<string, string>? Annotations);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(Item))]
internal sealed partial class ItemJson : JsonSerializerContext;
