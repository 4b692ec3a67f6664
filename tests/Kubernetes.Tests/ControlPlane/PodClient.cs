using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Muster.Kubernetes.Tests;

/// <summary>Makes, binds, reads and deletes pods as whoever the client is.</summary>
internal sealed class PodClient(HttpClient client, string space = "default")
{
    private readonly string _pods = $"api/v1/namespaces/{space}/pods";

    /// <summary>A pod with one container.</summary>
    public static JsonObject Pod(string name, string cpu = "1", string? duration = null, int? exitCode = null, int grace = 30, params (string Key, string Value)[] labels) => new()
    {
        ["metadata"] = new JsonObject
        {
            ["name"] = name,
            ["labels"] = new JsonObject(labels.Select(l => KeyValuePair.Create(l.Key, (JsonNode?)l.Value))),
            ["annotations"] = Annotations(duration, exitCode),
        },
        ["spec"] = new JsonObject
        {
            // Of this scheduler there is none here: the tests bind.
            ["schedulerName"] = "tests",
            ["restartPolicy"] = "Never",
            ["terminationGracePeriodSeconds"] = grace,
            ["containers"] = new JsonArray(new JsonObject
            {
                ["name"] = "main",
                ["image"] = "none",
                ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = cpu } },
            }),
        },
    };

    /// <summary>Labels of a pod of a job, alone in its gang.</summary>
    public static (string, string)[] Of(string job, string attempt = "1-1", int index = 0) =>
    [
        ("muster.dev/origin", "muster"), ("muster.dev/job", job), ("muster.dev/attempt", attempt),
        ("muster.dev/pod-set", "main"), ("muster.dev/index", index.ToString(System.Globalization.CultureInfo.InvariantCulture)),
    ];

    /// <returns>The pod's uid.</returns>
    public async Task<string> RunAsync(JsonObject pod, string node)
    {
        var uid = await CreateAsync(pod);
        await BindAsync(NameOf(pod), node);
        return uid;
    }

    public async Task<string> CreateAsync(JsonObject pod) => (string)(await SendAsync(HttpMethod.Post, _pods, pod))["metadata"]!["uid"]!;

    public Task BindAsync(string name, string node) => SendAsync(HttpMethod.Post, $"{_pods}/{name}/binding", new()
    {
        ["metadata"] = new JsonObject { ["name"] = name },
        ["target"] = new JsonObject { ["kind"] = "Node", ["name"] = node },
    });

    public Task DeleteAsync(string name, int? graceSeconds = null) =>
        SendAsync(HttpMethod.Delete, $"{_pods}/{name}", new() { ["gracePeriodSeconds"] = graceSeconds });

    /// <returns>The pod; null where there is none.</returns>
    public async Task<JsonNode?> FindAsync(string name)
    {
        using var response = await client.GetAsync($"{_pods}/{name}", TestContext.Current.CancellationToken);
        if (response.StatusCode == HttpStatusCode.NotFound)
            return null;
        response.EnsureSuccessStatusCode();
        return JsonNode.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    public Task<JsonNode?> UntilPhaseAsync(string name, string phase) =>
        Patiently.UntilAsync($"pod {name} {phase}", () => FindAsync(name), p => (string?)p?["status"]!["phase"] == phase);

    public Task UntilGoneAsync(string name) => Patiently.UntilAsync($"pod {name} gone", () => FindAsync(name), p => p is null);

    private async Task<JsonNode> SendAsync(HttpMethod method, string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(method, path) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {(int)response.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    // A null in a map is an empty text to an API server.
    private static JsonObject Annotations(string? duration, int? exitCode)
    {
        var annotations = new JsonObject();
        if (duration is not null)
            annotations["simulation.muster.dev/duration"] = duration;
        if (exitCode is { } code)
            annotations["simulation.muster.dev/exit-code"] = code.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return annotations;
    }

    private static string NameOf(JsonObject pod) => (string)pod["metadata"]!["name"]!;
}
