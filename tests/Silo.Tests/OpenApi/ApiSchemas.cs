using System.Collections.Immutable;
using System.Reflection;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Client.Tests;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Schemas of the contract types: fields and texts from the types, bounds from the schema of the manifest and from constants.</summary>
internal sealed class ApiSchemas(JsonObject manifest)
{
    public const string Label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string Quantity = "^([0-9]+\\.?[0-9]*|\\.[0-9]+)([numkMGTPE]|[KMGTPE]i|[eE][-+]?[0-9]{1,2})?$";

    // What is sent: further fields are refused, and what is absent has its default. All else is only answered.
    private static readonly Type[] Sent =
    [
        typeof(Job), typeof(JobMetadata), typeof(JobSpec), typeof(ClusterConstraints), typeof(RuntimeSpec), typeof(RetrySpec),
        typeof(FailoverSpec), typeof(PodSet), typeof(JobBatch), typeof(JobBatchItem), typeof(CordonRequest), typeof(ClusterRequest), typeof(ClusterAccess),
    ];

    private static readonly string[] Bounds =
        ["const", "default", "enum", "pattern", "maxLength", "minimum", "maximum", "minItems", "maxItems", "maxProperties", "propertyNames", "readOnly"];

    private static readonly Dictionary<string, Action<JsonObject>> Rules = new(StringComparer.Ordinal)
    {
        ["Job"] = static s => s["required"] = new JsonArray("metadata", "spec"),
        ["JobBatch"] = static s => s["required"] = new JsonArray("items"),
        ["JobBatch.items"] = static s => (s["minItems"], s["maxItems"]) = (1, JobBatch.MaxItems),
        ["JobBatchItem"] = static s => s["required"] = new JsonArray("token", "job"),
        ["JobBatchItem.token"] = Token,
        ["CordonRequest.reason"] = static s => s["maxLength"] = Cordon.MaxReasonLength,
        ["ClusterRequest"] = static s => s["required"] = new JsonArray("name", "access"),
        ["ClusterRequest.name"] = static s => (s["pattern"], s["maxLength"]) = ($"^{Label}$", Names.MaxLabelLength),
        ["ClusterRequest.namespaces"] = static s => s["maxItems"] = ClusterRequest.MaxNamespaces,
        ["ClusterRequest.labels"] = static s => s["maxProperties"] = 64,
        ["ClusterAccess"] = static s => s["required"] = new JsonArray("server", "certificateAuthority"),
        ["ClusterAccess.tlsServerName"] = static s => s["maxLength"] = Names.MaxSubdomainLength,
        ["ClusterAccess.token"] = Secret,
        ["ClusterAccess.clientKey"] = Secret,
        ["JobStatus.attempt"] = Attempt,
        ["JobChange.attempt"] = Attempt,
        ["CallerGrant.role"] = static s => s["enum"] = new JsonArray([.. Enum.GetValues<Role>().Select(static r => (JsonNode)r.Text())]),
    };

    private readonly SortedDictionary<string, JsonObject> _components = new(StringComparer.Ordinal);

    public JsonObject Components() => new(_components.Select(static c => KeyValuePair.Create(c.Key, (JsonNode?)c.Value)));

    public static void Token(JsonObject schema) => (schema["minLength"], schema["maxLength"], schema["pattern"]) = (1, 128, "^[!-~]+$");

    private static void Secret(JsonObject schema) => schema["writeOnly"] = true;

    public static JsonObject Reference(string component) => new() { ["$ref"] = $"#/components/schemas/{component}" };

    public JsonObject Of(Type type) => Of(type, null);

    private JsonObject Of(Type type, JsonObject? bounds)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (Simple(type) is { } simple)
            return simple;
        if (type == typeof(PodTemplate))
            return Component("PodTemplate", () => Template(bounds!));
        if (type == typeof(ResourceVector))
            return Component("Resources", Resources);
        if (type == typeof(ResourceQuota))
            return Component("ResourceQuota", ResourceQuotas);
        if (type.IsEnum)
            return Component(type.Name, () => new JsonObject
            {
                ["type"] = "string", ["enum"] = new JsonArray([.. Enum.GetNames(type).Select(static n => (JsonNode)n)]), ["description"] = XmlDocs.OfType(type),
            });
        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(ImmutableArray<>))
            return new JsonObject { ["type"] = "array", ["items"] = With(Of(type.GenericTypeArguments[0], bounds?["items"] as JsonObject), bounds?["items"] as JsonObject) };
        if (type == typeof(ImmutableSortedDictionary<string, string>))
            return new JsonObject { ["type"] = "object", ["additionalProperties"] = bounds?["additionalProperties"]?.DeepClone() ?? new JsonObject { ["type"] = "string" } };
        return Component(type.Name, () => Object(type, type == typeof(Job) ? manifest : bounds));
    }

    private static JsonObject? Simple(Type type) =>
        type == typeof(string) ? new() { ["type"] = "string" }
        : type == typeof(bool) ? new() { ["type"] = "boolean" }
        : type == typeof(int) ? new() { ["type"] = "integer", ["format"] = "int32" }
        : type == typeof(long) ? new() { ["type"] = "integer", ["format"] = "int64" }
        : type == typeof(DateTimeOffset) ? new() { ["type"] = "string", ["format"] = "date-time" }
        : type == typeof(Uri) ? new() { ["type"] = "string", ["format"] = "uri", ["maxLength"] = 2048, ["pattern"] = "^https://" }
        : type == typeof(JobId) ? new() { ["type"] = "string", ["pattern"] = $"^{Label}/{Label}$" }
        : type == typeof(ClusterName) ? new() { ["type"] = "string", ["pattern"] = $"^{Label}$", ["maxLength"] = Names.MaxLabelLength }
        : null;

    private JsonObject Object(Type type, JsonObject? bounds)
    {
        var info = OutsideJson.Answer<Job>().Options.GetTypeInfo(type);
        var members = info.Properties.Where(static p => p.AttributeProvider is PropertyInfo member && member.GetCustomAttribute<JsonIgnoreAttribute>()?.Condition is not JsonIgnoreCondition.Always).ToArray();
        Assert.True(info.Kind == JsonTypeInfoKind.Object && members.Length > 0, $"{type} is no object with fields");
        var schema = new JsonObject
        {
            ["type"] = "object", ["description"] = XmlDocs.OfType(type),
            ["properties"] = new JsonObject(members.Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Member(type, p, bounds)))),
        };
        if (Sent.Contains(type))
            schema["additionalProperties"] = false;
        var required = Sent.Contains(type) ? bounds?["required"]?.AsArray().Select(static n => (string)n!) ?? [] : members.Where(IsAlwaysThere).Select(static p => p.Name);
        if (required.Any())
            schema["required"] = new JsonArray([.. required.Select(static n => (JsonNode)n)]);
        Rules.GetValueOrDefault(type.Name)?.Invoke(schema);
        return schema;
    }

    private JsonObject Member(Type owner, JsonPropertyInfo member, JsonObject? bounds)
    {
        var own = bounds?["properties"]?[member.Name] as JsonObject;
        var schema = With(Of(member.PropertyType, own), own);
        if (XmlDocs.OfMember((MemberInfo)member.AttributeProvider!) is { } text)
            schema["description"] = text;
        Rules.GetValueOrDefault($"{owner.Name}.{member.Name}")?.Invoke(schema);
        return schema;
    }

    private static JsonObject With(JsonObject schema, JsonObject? bounds)
    {
        // A reference has the enumeration's values with it.
        foreach (var key in Bounds)
            if (bounds?[key] is { } bound && (key != "enum" || schema["$ref"] is null))
                schema[key] = bound.DeepClone();
        return schema;
    }

    private static bool IsAlwaysThere(JsonPropertyInfo member)
    {
        var property = (PropertyInfo)member.AttributeProvider!;
        return Nullable.GetUnderlyingType(property.PropertyType) is null && new NullabilityInfoContext().Create(property).ReadState != NullabilityState.Nullable;
    }

    private JsonObject Component(string name, Func<JsonObject> make)
    {
        // It is there before it is made: a type may speak of itself.
        if (_components.TryAdd(name, []))
            _components[name] = make();
        return Reference(name);
    }

    private static JsonObject Template(JsonObject bounds)
    {
        var schema = new JsonObject { ["type"] = "object", ["description"] = XmlDocs.OfType(typeof(PodTemplate)) };
        foreach (var key in (string[])["required", "properties"])
            schema[key] = bounds[key]!.DeepClone();
        return schema;
    }

    private JsonObject Resources()
    {
        Component("Quantity", static () => new JsonObject
        {
            ["type"] = "string", ["maxLength"] = Contracts.Quantity.MaxLength, ["pattern"] = Quantity, ["examples"] = new JsonArray("8", "500m", "64Gi"),
            ["description"] = "An amount, as Kubernetes writes it.",
        });
        return new JsonObject { ["type"] = "object", ["description"] = "Amounts by resource.", ["additionalProperties"] = Reference("Quantity") };
    }

    private JsonObject ResourceQuotas()
    {
        Of(typeof(ResourceVector));
        JsonObject Amount(string member)
        {
            var schema = Reference("Quantity");
            schema["description"] = XmlDocs.OfMember(typeof(ResourceQuota).GetProperty(member)!);
            return schema;
        }
        return new JsonObject
        {
            ["type"] = "object", ["description"] = "Quota of one resource.", ["required"] = new JsonArray("resource", "nominal"),
            ["properties"] = new JsonObject
            {
                ["resource"] = new JsonObject { ["type"] = "string", ["description"] = XmlDocs.OfMember(typeof(ResourceQuota).GetProperty("Resource")!) },
                ["nominal"] = Amount("Nominal"), ["borrowingLimit"] = Amount("BorrowingLimit"), ["lendingLimit"] = Amount("LendingLimit"),
            },
        };
    }

    private static void Attempt(JsonObject schema) => (schema["pattern"], schema["description"]) = ("^[0-9]+-[0-9]+$", $"{schema["description"]} Written as epoch-try.");
}
