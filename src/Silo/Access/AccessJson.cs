using System.Text.Json.Serialization;

namespace Muster.Silo;

/// <summary>JSON of the tokens' file: what is not known, missing or there twice is an error.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    WriteIndented = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(TokenList))]
internal sealed partial class AccessJson : JsonSerializerContext;
