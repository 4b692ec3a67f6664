using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>
/// Reads a pod as a kubelet does. It shares nothing with what Muster reads and writes, so that an error there shows here.
/// </summary>
internal static class PodReader
{
    private const string Simulation = "simulation.muster.dev/";
    private const int FaultyExitCode = 128;
    private const int DefaultGraceSeconds = 30;

    private static readonly ResourceVector Slot = ResourceVector.Of((ResourceNames.Pods, 1000));

    public static PodFacts Read(JsonElement pod)
    {
        var (metadata, spec, status) = (Get(pod, "metadata"), Get(pod, "spec"), Get(pod, "status"));
        var annotations = Texts(Get(metadata, "annotations"));
        var space = Text(metadata, "namespace");
        // A pod whose annotations cannot be read fails as soon as it starts: its failure is where its owner looks.
        var faulty = !TryTime(annotations, "start-delay", out var delay) | !TryTime(annotations, "duration", out var duration)
            | !TryExitCode(annotations, out var exitCode);
        return new PodFacts
        {
            Uid = Text(metadata, "uid"),
            Namespace = space,
            Name = Text(metadata, "name"),
            Node = Text(spec, "nodeName"),
            Created = Moment(metadata, "creationTimestamp") ?? default,
            Phase = Text(status, "phase"),
            TakenAt = Moment(status, "startTime"),
            Terminating = Get(metadata, "deletionTimestamp").ValueKind != JsonValueKind.Undefined,
            Grace = TimeSpan.FromSeconds(Number(metadata, "deletionGracePeriodSeconds") ?? DefaultGraceSeconds),
            Owner = PodOwner.Read(space, Texts(Get(metadata, "labels")), annotations),
            Requests = Requests(spec).Add(Slot),
            NodeSelector = Texts(Get(spec, "nodeSelector")),
            Affinity = Affinity(spec),
            Containers = [.. Items(spec, "containers").Select(c => (Text(c, "name"), Text(c, "image")))],
            StartDelay = delay,
            Duration = faulty ? TimeSpan.Zero : duration,
            ExitCode = faulty ? FaultyExitCode : exitCode,
        };
    }

    /// <summary>Absent and null are the same, as in Kubernetes.</summary>
    public static JsonElement Get(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    public static string Text(JsonElement parent, string name) => Get(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetString()! : "";

    public static IEnumerable<JsonElement> Items(JsonElement parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : [];

    public static ResourceVector Amounts(IEnumerable<KeyValuePair<string, string>> quantities) =>
        ResourceVector.Of(quantities.Select(q => new ResourceAmount(q.Key, Amount(q.Key, q.Value))));

    private static long Amount(string resource, string text) =>
        Quantity.TryParse(resource, text, out var amount, out var error) ? amount : throw new FormatException($"{resource} '{text}': {error}");

    // The rule of Kubernetes: sidecars stay, other init containers run one after another before the rest.
    private static ResourceVector Requests(JsonElement spec)
    {
        var (sidecars, initial) = (ResourceVector.Empty, ResourceVector.Empty);
        foreach (var container in Items(spec, "initContainers"))
        {
            var requests = ContainerRequests(container);
            initial = initial.Max(sidecars.Add(requests));
            if (Text(container, "restartPolicy") == "Always")
                sidecars = sidecars.Add(requests);
        }
        var running = Items(spec, "containers").Aggregate(sidecars, (sum, c) => sum.Add(ContainerRequests(c)));
        return running.Max(initial).Add(Amounts(Texts(Get(spec, "overhead"))));
    }

    // The API server has written limits without requests as requests already.
    private static ResourceVector ContainerRequests(JsonElement container) => Amounts(Texts(Get(Get(container, "resources"), "requests")));

    private static JsonElement Affinity(JsonElement spec)
    {
        var required = Get(Get(Get(spec, "affinity"), "nodeAffinity"), "requiredDuringSchedulingIgnoredDuringExecution");
        return required.ValueKind == JsonValueKind.Undefined ? default : required.Clone();
    }

    private static ImmutableSortedDictionary<string, string> Texts(JsonElement map) =>
        map.ValueKind == JsonValueKind.Object
            ? map.EnumerateObject().ToImmutableSortedDictionary(p => p.Name, p => p.Value.ToString(), StringComparer.Ordinal)
            : ImmutableSortedDictionary<string, string>.Empty;

    private static DateTimeOffset? Moment(JsonElement parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.String } text ? text.GetDateTimeOffset() : null;

    private static long? Number(JsonElement parent, string name) =>
        Get(parent, name) is { ValueKind: JsonValueKind.Number } number ? number.GetInt64() : null;

    private static bool TryExitCode(ImmutableSortedDictionary<string, string> annotations, out int exitCode)
    {
        exitCode = 0;
        return !annotations.TryGetValue(Simulation + "exit-code", out var text)
            || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out exitCode);
    }

    private static bool TryTime(ImmutableSortedDictionary<string, string> annotations, string key, out TimeSpan? time)
    {
        time = null;
        if (!annotations.TryGetValue(Simulation + key, out var text))
            return true;
        var digits = text.AsSpan().TrimEnd("msh");
        var unit = text.AsSpan(digits.Length) switch { "ms" => 1, "s" => 1_000, "m" => 60_000, "h" => 3_600_000, _ => 0 };
        if (unit == 0 || digits.Length > 9 || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        time = TimeSpan.FromMilliseconds(Math.Min(number * unit, TimeSpan.FromDays(1).TotalMilliseconds));
        return true;
    }
}
