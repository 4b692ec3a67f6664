using System.Net;
using System.Text.Json.Nodes;

namespace Muster.ControlPlane;

/// <content>What is in it.</content>
public sealed partial class ControlPlane
{
    private const string OfMuster = "labelSelector=muster.dev%2Forigin";
    private const string Published = "fieldSelector=metadata.name%21%3Dkube-root-ca.crt";

    /// <summary>Applies deploy/member-cluster/rbac.yaml again, after a test has taken rights away.</summary>
    public Task GrantAsync(CancellationToken cancellationToken) => Permissions.ApplyAsync(AdminClient, TenantNamespaces, cancellationToken);

    /// <summary>
    /// Forgets the past: etcd is compacted, and the API server, whose watch cache would still remember, starts anew. Watches from before
    /// and tokens of unfinished lists are answered with 410.
    /// </summary>
    public async Task CompactAsync()
    {
        using var etcd = new HttpClient { BaseAddress = new Uri(EtcdAddress) };
        // Something newer than whatever anybody has seen.
        var put = await PostAsync(etcd, "v3/kv/put", new() { ["key"] = "bXVzdGVy", ["value"] = "eA==" });
        var revision = (string)put["header"]!["revision"]!;
        if (_options.WatchCache)
            await KillApiServerAsync();
        await PostAsync(etcd, "v3/kv/compaction", new() { ["revision"] = revision, ["physical"] = true });
        if (_options.WatchCache)
            await StartApiServerAsync();
    }

    /// <summary>
    /// Makes it as it was at the start, between tests: connected and running, with Muster's rights, without nodes, pods, quotas and what
    /// Muster creates.
    /// </summary>
    public async Task ResetAsync()
    {
        Resume();
        await StartApiServerAsync();
        Proxy.Mode = ProxyMode.Open;
        var namespaces = (await Reply.GetAsync(AdminClient, "api/v1/namespaces", default))["items"]!.AsArray()
            .Select(n => (string)n!["metadata"]!["name"]!)
            .Where(n => !n.StartsWith("kube-", StringComparison.Ordinal));
        await Task.WhenAll([DeleteAllAsync("api/v1/nodes"), GrantAsync(default), .. namespaces.Select(ClearAsync)]);
    }

    private async Task PrepareAsync(CancellationToken cancellationToken)
    {
        foreach (var name in TenantNamespaces)
        {
            await CreateAsync("api/v1/namespaces", new() { ["metadata"] = new JsonObject { ["name"] = name } }, cancellationToken);
            if (_controllers is null)
                await CreateAsync($"api/v1/namespaces/{name}/serviceaccounts", new()
                {
                    ["metadata"] = new JsonObject { ["name"] = "default" },
                    ["automountServiceAccountToken"] = false,
                }, cancellationToken);
        }
        await GrantAsync(cancellationToken);
        foreach (var name in TenantNamespaces)
            while (!await TakesPodsAsync(name, cancellationToken))
                await Task.Delay(Pause, cancellationToken);
    }

    // A namespace takes no pod before its service account is there.
    private async Task<bool> TakesPodsAsync(string name, CancellationToken cancellationToken)
    {
        _controllers?.ThrowIfExited();
        using var body = Reply.Json(new JsonObject
        {
            ["metadata"] = new JsonObject { ["name"] = "probe" },
            ["spec"] = new JsonObject { ["containers"] = new JsonArray(new JsonObject { ["name"] = "main", ["image"] = "none" }) },
        });
        using var response = await AdminClient.PostAsync($"api/v1/namespaces/{name}/pods?dryRun=All", body, cancellationToken);
        return response.IsSuccessStatusCode;
    }

    private async Task CreateAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        using var content = Reply.Json(body);
        await Reply.SendAsync(AdminClient, HttpMethod.Post, path, content, cancellationToken, HttpStatusCode.Conflict);
    }

    private async Task ClearAsync(string space)
    {
        var path = $"api/v1/namespaces/{space}";
        var own = space == "muster-system";
        await Task.WhenAll(
            DeleteAllAsync($"{path}/pods"), DeleteAllAsync($"{path}/resourcequotas"), DeleteAllAsync($"{path}/limitranges"),
            own ? DeleteAllAsync($"{path}/configmaps?{Published}") : Task.CompletedTask, DeleteServicesAsync(path),
            DeleteAllAsync($"apis/coordination.k8s.io/v1/namespaces/{space}/leases{(own ? "" : "?" + OfMuster)}"));
    }

    private async Task DeleteServicesAsync(string path)
    {
        // Services have no call that deletes many.
        var services = await Reply.GetAsync(AdminClient, $"{path}/services?{OfMuster}", default);
        foreach (var service in services["items"]!.AsArray())
            await DeleteAllAsync($"{path}/services/{(string)service!["metadata"]!["name"]!}");
    }

    private async Task DeleteAllAsync(string path)
    {
        using var body = Reply.Json(new JsonObject { ["gracePeriodSeconds"] = 0, ["propagationPolicy"] = "Background" });
        await Reply.SendAsync(AdminClient, HttpMethod.Delete, path, body, default, HttpStatusCode.NotFound);
    }

    private static async Task<JsonNode> PostAsync(HttpClient client, string path, JsonObject body)
    {
        using var content = Reply.Json(body);
        using var response = await client.PostAsync(path, content);
        await Reply.EnsureAsync(response, default);
        return JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
    }
}
