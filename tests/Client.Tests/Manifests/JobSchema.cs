using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>Makes the JSON schema of the manifest: fields and texts from the contract types, bounds from the constants that the validator goes by.</summary>
internal static class JobSchema
{
    private const string Label = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
    private const string LabelText = "([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?";
    private const string Key = $"({Label}(\\.{Label})*/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?";

    private static readonly Dictionary<string, Action<JsonObject>> Rules = new()
    {
        [""] = Requires("apiVersion", "kind", "metadata", "spec"),
        ["apiVersion"] = s => s["const"] = Job.CurrentApiVersion,
        ["kind"] = s => s["const"] = "Job",
        ["status"] = Written,
        ["metadata"] = Requires("name"),
        ["metadata.name"] = Name,
        ["metadata.namespace"] = Name,
        ["metadata.labels"] = Labels,
        ["metadata.annotations"] = s => s["propertyNames"] = new JsonObject { ["pattern"] = $"^{Key}$" },
        ["metadata.uid"] = Written,
        ["spec"] = Requires("podSets"),
        ["spec.queue"] = s => Example(Name, s, "training"),
        ["spec.priority"] = s => Range(s, -JobSpec.MaxPriority, JobSpec.MaxPriority),
        ["spec.clusters.names"] = s => Items(s, 64, Name),
        ["spec.clusters.selector"] = Labels,
        ["spec.runtime.expectedSeconds"] = s => Range(s, 1, JobValidator.MaxRuntimeSeconds),
        ["spec.runtime.maxSeconds"] = s => Range(s, 1, JobValidator.MaxRuntimeSeconds),
        ["spec.retry.limit"] = s => Range(s, 0, RetrySpec.MaxLimit),
        ["spec.dependsOn"] = s => Items(s, JobSpec.MaxDependencies, item => Pattern(item, $"^{Label}(/{Label})?$", (2 * Names.MaxLabelLength) + 1)),
        ["spec.podSets"] = s => Items(s, JobSpec.MaxPodSets, Requires("template"), least: 1),
        ["spec.podSets[].name"] = Name,
        ["spec.podSets[].count"] = s => Range(s, 1, JobSpec.MaxPods),
        ["spec.podSets[].minCount"] = s => Range(s, 1, JobSpec.MaxPods),
        ["spec.podSets[].template"] = Template,
    };

    /// <summary>The schema, and the rules for fields that there are none of.</summary>
    public static (JsonObject Schema, IReadOnlyCollection<string> Unused) Make()
    {
        var unused = Rules.Keys.ToHashSet();
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["$id"] = "urn:muster:schema:v1alpha1:job",
            ["title"] = "Muster job",
        };
        foreach (var (key, value) in Type(OutsideJson.Request<Job>(), "", unused))
            schema[key] = value?.DeepClone();
        schema["examples"] = new JsonArray(JsonNode.Parse(
            """{"apiVersion":"muster.dev/v1alpha1","kind":"Job","metadata":{"name":"train"},"spec":{"queue":"training","podSets":[{"name":"worker","count":4,"template":{"spec":{"containers":[{"name":"worker","image":"registry.example.com/train:1","resources":{"limits":{"nvidia.com/gpu":8}}}]}}}]}}"""));
        return (schema, unused);
    }

    private static JsonObject Type(JsonTypeInfo type, string path, HashSet<string> unused)
    {
        var schema = new JsonObject { ["description"] = XmlDocs.OfType(type.Type) };
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when path != "status":
                schema["type"] = "object";
                schema["properties"] = new JsonObject(type.Properties.Where(static p => p.Get is not null).Select(p => KeyValuePair.Create(p.Name, (JsonNode?)Member(type, p, path, unused))));
                schema["additionalProperties"] = false;
                break;
            case JsonTypeInfoKind.Dictionary:
                (schema["type"], schema["additionalProperties"]) = ("object", new JsonObject { ["type"] = "string" });
                break;
            case JsonTypeInfoKind.Enumerable:
                (schema["type"], schema["items"]) = ("array", Type(type.Options.GetTypeInfo(type.ElementType!), path + "[]", unused));
                break;
            default:
                Scalar(schema, Nullable.GetUnderlyingType(type.Type) ?? type.Type);
                break;
        }
        if (schema["description"] is null)
            schema.Remove("description");
        if (unused.Remove(path))
            Rules[path](schema);
        return schema;
    }

    private static JsonObject Member(JsonTypeInfo owner, JsonPropertyInfo member, string path, HashSet<string> unused)
    {
        var field = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
        var schema = Type(owner.Options.GetTypeInfo(member.PropertyType), field, unused);
        var text = XmlDocs.OfMember((System.Reflection.MemberInfo)member.AttributeProvider!);
        var type = schema["description"]?.GetValue<string>();
        schema.Remove("description");
        schema.Insert(0, "description", type is null || schema["enum"] is null ? text : $"{text} {type}");
        if (member.AttributeProvider is System.Reflection.PropertyInfo { DeclaringType: { } declaring } property
            && declaring.GetConstructor(System.Type.EmptyTypes) is { } make && property.GetValue(make.Invoke(null)) is { } value
            && (value is int or Enum || value is string { Length: > 0 }) && schema["const"] is null)
            schema["default"] = value is int number ? number : value.ToString();
        return schema;
    }

    private static void Scalar(JsonObject schema, Type type)
    {
        schema["type"] = type == typeof(int) || type == typeof(long) ? "integer" : type == typeof(bool) ? "boolean" : type == typeof(PodTemplate) || !(type == typeof(string) || type.IsEnum) ? "object" : "string";
        if (type.IsEnum)
            schema["enum"] = new JsonArray([.. Enum.GetNames(type).Select(n => (JsonNode)n)]);
    }

    private static void Template(JsonObject schema)
    {
        schema["required"] = new JsonArray("spec");
        schema["properties"] = new JsonObject
        {
            ["metadata"] = new JsonObject { ["type"] = "object", ["description"] = "Labels and annotations of the pods." },
            ["spec"] = new JsonObject
            {
                ["type"] = "object",
                ["description"] = "A Kubernetes PodSpec.",
                ["required"] = new JsonArray("containers"),
                ["properties"] = new JsonObject { ["containers"] = new JsonObject { ["type"] = "array", ["minItems"] = 1, ["items"] = new JsonObject { ["type"] = "object" } } },
            },
        };
    }

    private static void Written(JsonObject schema)
    {
        schema["readOnly"] = true;
        schema["description"] = "Muster writes it. Passed over, so that a job that was shown can be sent again.";
    }

    private static Action<JsonObject> Requires(params string[] names) => schema => schema["required"] = new JsonArray([.. names.Select(n => (JsonNode)n)]);

    private static void Name(JsonObject schema) => Pattern(schema, $"^{Label}$", Names.MaxLabelLength);

    private static void Example(Action<JsonObject> rule, JsonObject schema, string example)
    {
        rule(schema);
        schema["examples"] = new JsonArray(example);
    }

    private static void Pattern(JsonObject schema, string pattern, int most) => (schema["pattern"], schema["maxLength"]) = (pattern, most);

    private static void Range(JsonObject schema, long least, long most) => (schema["minimum"], schema["maximum"]) = (least, most);

    private static void Items(JsonObject schema, int most, Action<JsonObject> item, int least = 0)
    {
        if (least > 0)
            schema["minItems"] = least;
        schema["maxItems"] = most;
        item(schema["items"]!.AsObject());
    }

    private static void Labels(JsonObject schema)
    {
        schema["maxProperties"] = 64;
        schema["propertyNames"] = new JsonObject { ["pattern"] = $"^{Key}$" };
        schema["additionalProperties"] = new JsonObject { ["type"] = "string", ["pattern"] = $"^{LabelText}$", ["maxLength"] = Names.MaxLabelLength };
    }
}
