using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Muster.ControlPlane;

namespace Muster.Silo.Tests;

/// <summary>
/// Objects in the cluster that are none of Muster's business: somebody's pods, also those of another Muster, and the nodes themselves.
/// </summary>
internal sealed class ForeignObjects
{
    /// <summary>The job that a pod of another Muster says it is of.</summary>
    public const string OtherJob = "theirs";

    private const string Namespace = "api/v1/namespaces/default";

    // What kubelets and controllers write, and what the server counts.
    private static readonly string[] OthersWrite = ["managedFields", "resourceVersion", "generation"];

    private readonly HttpClient _client;
    private readonly Dictionary<string, string> _before = [];

    private ForeignObjects(HttpClient client) => _client = client;

    /// <summary>Puts pods on the nodes, some that wait, and what another Muster would have there.</summary>
    public static async Task<ForeignObjects> CreateAsync(ControlPlane.ControlPlane plane, IReadOnlyList<string> nodes)
    {
        var objects = new ForeignObjects(plane.AdminClient);
        var labels = new JsonObject { ["muster.dev/origin"] = "elsewhere", ["muster.dev/job"] = OtherJob, ["muster.dev/attempt"] = "1-1", ["muster.dev/pod-set"] = "main", ["muster.dev/index"] = "0" };
        foreach (var (node, i) in nodes.Select(static (n, i) => (n, i)))
            await objects.AddAsync("pods", $"daemon-{i}", null, Pod(node, "2"));
        await objects.AddAsync("pods", "waiting", null, Pod(null, "1"));
        await objects.AddAsync("pods", "theirs-1-1-main-0", labels.DeepClone(), Pod(nodes[0], "1"));
        await objects.AddAsync("configmaps", "theirs-1-1", labels.DeepClone(), null);
        foreach (var node in nodes)
            await objects.NoteAsync($"api/v1/nodes/{node}");
        return objects;
    }

    /// <summary>What is not as it was.</summary>
    public async Task<IReadOnlyList<string>> ChangedAsync()
    {
        var changed = new List<string>();
        foreach (var (path, before) in _before)
            if (await ReadAsync(path) is var now && now != before)
                changed.Add($"{path} was {before} and is {now}");
        return changed;
    }

    private async Task AddAsync(string kind, string name, JsonNode? labels, JsonObject? spec)
    {
        var metadata = new JsonObject { ["name"] = name, ["annotations"] = new JsonObject { ["simulation.muster.dev/duration"] = "24h" } };
        if (labels is not null)
            metadata["labels"] = labels;
        var body = new JsonObject { ["metadata"] = metadata };
        if (spec is not null)
            body["spec"] = spec;
        using var response = await _client.PostAsJsonAsync($"{Namespace}/{kind}", body);
        Assert.True(response.IsSuccessStatusCode, await response.Content.ReadAsStringAsync());
        await NoteAsync($"{Namespace}/{kind}/{name}");
    }

    private async Task NoteAsync(string path) => _before[path] = await ReadAsync(path);

    private async Task<string> ReadAsync(string path)
    {
        using var response = await _client.GetAsync(new Uri(path, UriKind.Relative));
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        body.Remove("status");
        foreach (var field in OthersWrite)
            body["metadata"]?.AsObject().Remove(field);
        return body.ToJsonString();
    }

    private static JsonObject Pod(string? node, string cpu)
    {
        var spec = new JsonObject
        {
            ["schedulerName"] = "somebody",
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = "none",
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = cpu } },
            }),
        };
        if (node is not null)
            spec["nodeName"] = node;
        return spec;
    }
}
