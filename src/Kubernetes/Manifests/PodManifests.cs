using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// The pods of one attempt, as JSON: the user's template, member by member as it was written, and what Muster adds. Templates are read
/// once for all pods of a set.
/// </summary>
/// <remarks>Of a template's metadata, labels and annotations are taken, as Kubernetes' own controllers do.</remarks>
public sealed class PodManifests : IDisposable
{
    private static readonly JsonDocumentOptions Reading = new() { MaxDepth = 64 };

    private readonly Dictionary<string, JsonDocument> _templates = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _hashes = new(StringComparer.Ordinal);
    private readonly GangManifests _gang;
    private readonly GangPlan _plan;

    /// <summary>Reads the templates.</summary>
    /// <param name="gang">What names the origin.</param>
    /// <param name="plan">The plan.</param>
    /// <exception cref="InvalidRequestException">A template is no object with a <c>spec</c>.</exception>
    public PodManifests(GangManifests gang, GangPlan plan)
    {
        (_gang, _plan) = (gang, plan);
        foreach (var pod in plan.Pods)
            if (!_templates.ContainsKey(pod.PodSet.Name))
            {
                _templates.Add(pod.PodSet.Name, Read(pod.PodSet));
                _hashes.Add(pod.PodSet.Name, ObjectNames.Hash(pod.PodSet.Template.Json));
            }
    }

    /// <summary>The pod with this place in the plan.</summary>
    /// <param name="rank">Its place, from 0.</param>
    /// <param name="anchorUid">The uid of the attempt's anchor.</param>
    public ReadOnlyMemory<byte> Pod(int rank, string anchorUid) => GangManifests.Write(json =>
    {
        var template = _templates[_plan.Pods[rank].PodSet.Name].RootElement;
        GangManifests.Begin(json, "Pod");
        WriteMetadata(json, rank, template, anchorUid);
        WriteSpec(json, rank, template.GetProperty("spec"));
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var template in _templates.Values)
            template.Dispose();
    }

    private static JsonDocument Read(PodSet set)
    {
        JsonDocument? template = null;
        try
        {
            template = JsonDocument.Parse(set.Template.Json ?? "", Reading);
            if (template.RootElement.ValueKind == JsonValueKind.Object
                && template.RootElement.TryGetProperty("spec", out var spec) && spec.ValueKind == JsonValueKind.Object)
                return template;
        }
        catch (JsonException)
        {
            // Said below.
        }
        template?.Dispose();
        throw new InvalidRequestException($"podSets.{set.Name}.template", "it is no pod template", "write an object with spec.containers");
    }

    private void WriteMetadata(Utf8JsonWriter json, int rank, JsonElement template, string anchorUid)
    {
        var pod = _plan.Pods[rank];
        template.TryGetProperty("metadata", out var metadata);
        json.WriteStartObject("metadata");
        json.WriteString("name", pod.Name);
        json.WriteString("namespace", _plan.Job.Namespace);
        WriteMap(json, "labels", metadata,
        [
            .. _gang.Labels(_plan.Job, _plan.Attempt, _plan.Uid),
            new(MusterKeys.PodSet, pod.PodSet.Name),
            new(MusterKeys.Index, Text(pod.Index)),
        ]);
        WriteMap(json, "annotations", metadata,
        [
            new(MusterKeys.GangSize, Text(_plan.Pods.Length)),
            new(MusterKeys.Incarnation, _plan.Incarnation),
            new(MusterKeys.SpecHash, _hashes[pod.PodSet.Name]),
        ]);
        GangManifests.WriteOwner(json, _plan, anchorUid);
        json.WriteEndObject();
    }

    private void WriteSpec(Utf8JsonWriter json, int rank, JsonElement spec)
    {
        var pod = _plan.Pods[rank];
        var environment = PodEnvironment.Of(_plan, rank);
        json.WriteStartObject("spec");
        json.WriteString("schedulerName", MusterKeys.SchedulerName);
        if (!IsSet(spec, "restartPolicy"))
            json.WriteString("restartPolicy", "Never");
        if (_gang.ServiceAccount is { } account && !IsSet(spec, "serviceAccountName") && !IsSet(spec, "serviceAccount"))
            json.WriteString("serviceAccountName", account);
        if (_plan.StableNames)
        {
            json.WriteString("hostname", ObjectNames.Host(pod.PodSet.Name, pod.Index));
            json.WriteString("subdomain", ObjectNames.Service(_plan.Job, _plan.Attempt));
        }
        foreach (var member in spec.EnumerateObject().Where(m => !IsOurs(m)))
            if (member.Name is "containers" or "initContainers" && member.Value.ValueKind == JsonValueKind.Array)
                WriteContainers(json, member, environment);
            else
                member.WriteTo(json);
        json.WriteEndObject();
    }

    // The node comes with the binding: a pod that is created with one starts at once.
    private bool IsOurs(JsonProperty member) => member.Name switch
    {
        "schedulerName" or "nodeName" => true,
        "restartPolicy" or "serviceAccountName" or "serviceAccount" => member.Value.ValueKind == JsonValueKind.Null,
        "hostname" or "subdomain" => _plan.StableNames,
        _ => false,
    };

    private static void WriteContainers(Utf8JsonWriter json, JsonProperty containers, ImmutableArray<KeyValuePair<string, string>> environment)
    {
        json.WriteStartArray(containers.Name);
        foreach (var container in containers.Value.EnumerateArray())
            if (container.ValueKind == JsonValueKind.Object)
                WriteContainer(json, container, environment);
            else
                container.WriteTo(json);
        json.WriteEndArray();
    }

    // Before the user's own, which may refer to them: a variable knows only those that stand before it.
    private static void WriteContainer(Utf8JsonWriter json, JsonElement container, ImmutableArray<KeyValuePair<string, string>> environment)
    {
        var own = container.TryGetProperty("env", out var list) && list.ValueKind == JsonValueKind.Array ? list.EnumerateArray().ToList() : [];
        var names = own.Where(static v => v.ValueKind == JsonValueKind.Object && v.TryGetProperty("name", out var name) && name.ValueKind == JsonValueKind.String)
            .Select(static v => v.GetProperty("name").GetString()!).ToHashSet(StringComparer.Ordinal);
        json.WriteStartObject();
        foreach (var member in container.EnumerateObject().Where(static m => m.Name != "env"))
            member.WriteTo(json);
        json.WriteStartArray("env");
        foreach (var (name, value) in environment.Where(v => !names.Contains(v.Key)))
        {
            json.WriteStartObject();
            json.WriteString("name", name);
            json.WriteString("value", value);
            json.WriteEndObject();
        }
        foreach (var variable in own)
            variable.WriteTo(json);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    // The user's entries, without any that pretend to be Muster's, and then Muster's.
    private static void WriteMap(Utf8JsonWriter json, string name, JsonElement metadata, ImmutableArray<KeyValuePair<string, string>> ours)
    {
        json.WriteStartObject(name);
        if (metadata.ValueKind == JsonValueKind.Object && metadata.TryGetProperty(name, out var map) && map.ValueKind == JsonValueKind.Object)
            foreach (var entry in map.EnumerateObject().Where(static e => !e.Name.StartsWith(MusterKeys.Prefix, StringComparison.Ordinal)))
                entry.WriteTo(json);
        foreach (var (key, value) in ours)
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static bool IsSet(JsonElement spec, string name) => spec.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
