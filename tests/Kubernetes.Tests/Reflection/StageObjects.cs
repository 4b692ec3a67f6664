using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Muster.Kubernetes.Tests;

/// <summary>ConfigMaps of one test, told from others' by a label.</summary>
internal sealed class StageObjects(HttpClient admin)
{
    private const string Collection = "/api/v1/namespaces/default/configmaps";

    private readonly string _mark = $"t{Guid.NewGuid():N}"[..12];

    public string Path => Collection;

    public string Labels => $"reflector-test={_mark}";

    public Task CreateAsync(string name) => SendAsync(
        HttpMethod.Post, Collection, $$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"{{{_mark}}}-{{{name}}}","labels":{"reflector-test":"{{{_mark}}}" } } }""", "application/json");

    public Task TouchAsync(string name, string value) => SendAsync(
        HttpMethod.Patch, $"{Collection}/{_mark}-{name}", $$$"""{"metadata":{"annotations":{"value":"{{{value}}}" } } }""", "application/merge-patch+json");

    public Task DeleteAsync(string name) => SendAsync(HttpMethod.Delete, $"{Collection}/{_mark}-{name}", "{}", "application/json");

    /// <summary>What the server has: revisions by uid.</summary>
    public async Task<IReadOnlyDictionary<string, string>> ReadAsync()
    {
        var (found, token) = (new Dictionary<string, string>(), "");
        do
        {
            var page = JsonNode.Parse(await admin.GetStringAsync(new Uri($"{Collection}?labelSelector={Uri.EscapeDataString(Labels)}&limit=500{(token.Length == 0 ? "" : $"&continue={token}")}", UriKind.Relative)))!;
            foreach (var item in page["items"]!.AsArray())
                found.Add((string)item!["metadata"]!["uid"]!, (string)item["metadata"]!["resourceVersion"]!);
            token = (string?)page["metadata"]!["continue"] ?? "";
        }
        while (token.Length > 0);
        return found;
    }

    private async Task SendAsync(HttpMethod method, string path, string json, string type)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = new StringContent(json, Encoding.UTF8, type) };
        using var response = await admin.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.True(response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Conflict, $"{method} {path}: {response.StatusCode}");
    }
}
