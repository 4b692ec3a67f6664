using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// Reads a pod template as an API server and a kubelet do. It shares nothing with what the scheduler reads, so that an
/// error on either side shows as pods that are rejected.
/// </summary>
internal static class PodProgramReader
{
    public const string DurationKey = "simulation.muster.dev/duration";
    public const string StartDelayKey = "simulation.muster.dev/start-delay";
    public const string ExitCodeKey = "simulation.muster.dev/exit-code";

    private static readonly ResourceVector Slot = ResourceVector.Of((ResourceNames.Pods, 1000));

    /// <exception cref="InvalidRequestException">The template is no pod template.</exception>
    public static PodProgram Read(string podSet, PodTemplate template)
    {
        try
        {
            using var document = JsonDocument.Parse(string.IsNullOrEmpty(template.Json) ? "{}" : template.Json);
            return Read(Get(document.RootElement, "spec"), Texts(Get(Get(document.RootElement, "metadata"), "annotations")));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new InvalidRequestException($"podSets[{Names.Clip(podSet)}].template", e.Message, "send a v1.PodTemplateSpec as JSON");
        }
    }

    private static PodProgram Read(JsonElement spec, ImmutableSortedDictionary<string, string> annotations)
    {
        var fault = "";
        var delay = Time(annotations, StartDelayKey, ref fault);
        var duration = Time(annotations, DurationKey, ref fault);
        var exitCode = ExitCode(annotations, ref fault);
        // A real cluster would not refuse such a pod either; its failure is where its owner looks.
        var faulty = fault.Length > 0;
        return new PodProgram
        {
            Requests = Requests(spec).Add(Slot),
            NodeSelector = Texts(Get(spec, "nodeSelector")),
            StartDelay = delay,
            Duration = faulty ? TimeSpan.Zero : duration,
            ExitCode = faulty ? 128 : exitCode,
            Fault = faulty ? fault : null,
        };
    }

    private static int ExitCode(ImmutableSortedDictionary<string, string> annotations, ref string fault)
    {
        if (!annotations.TryGetValue(ExitCodeKey, out var text))
            return 0;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var exitCode))
            return exitCode;
        fault = $"'{Names.Clip(text)}' in {ExitCodeKey} is no exit code";
        return 0;
    }

    private static TimeSpan? Time(ImmutableSortedDictionary<string, string> annotations, string key, ref string fault)
    {
        if (!annotations.TryGetValue(key, out var text))
            return null;
        if (DurationText.TryParse(text, out var time))
            return time;
        fault = $"'{Names.Clip(text)}' in {key} is no duration (write 500ms, 4s, 1m or 2h, at most 24h)";
        return null;
    }

    // The rule of Kubernetes: sidecars stay, other init containers run one after another before the rest.
    private static ResourceVector Requests(JsonElement spec)
    {
        var (sidecars, initial) = (ResourceVector.Empty, ResourceVector.Empty);
        foreach (var container in Items(spec, "initContainers"))
        {
            var requests = ContainerRequests(container);
            if (Get(container, "restartPolicy") is { ValueKind: JsonValueKind.String } policy && policy.ValueEquals("Always"))
                initial = initial.Max(sidecars = sidecars.Add(requests));
            else
                initial = initial.Max(sidecars.Add(requests));
        }
        var running = Items(spec, "containers").Aggregate(sidecars, (sum, c) => sum.Add(ContainerRequests(c)));
        return running.Max(initial).Add(Amounts(Get(spec, "overhead")));
    }

    // A limit without a request is the request as well.
    private static ResourceVector ContainerRequests(JsonElement container)
    {
        var resources = Get(container, "resources");
        var requests = Amounts(Get(resources, "requests"));
        var limits = Amounts(Get(resources, "limits"));
        return requests.Add(ResourceVector.Of(limits.Entries.Where(l => requests[l.Name] == 0)));
    }

    private static ResourceVector Amounts(JsonElement quantities) =>
        quantities.ValueKind == JsonValueKind.Undefined ? ResourceVector.Empty : quantities.Deserialize<ResourceVector>()!;

    private static ImmutableSortedDictionary<string, string> Texts(JsonElement map) =>
        map.ValueKind == JsonValueKind.Undefined
            ? ImmutableSortedDictionary<string, string>.Empty
            : map.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.GetString() ?? "", StringComparer.Ordinal);

    private static JsonElement.ArrayEnumerator Items(JsonElement parent, string name) =>
        Get(parent, name) is { ValueKind: not JsonValueKind.Undefined } array ? array.EnumerateArray() : default;

    // Absent and null are the same, as in Kubernetes.
    private static JsonElement Get(JsonElement parent, string name) =>
        parent.ValueKind != JsonValueKind.Undefined && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
            ? value
            : default;
}
