using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Muster.ControlPlane;
using Muster.Contracts;

namespace Muster.Bench;

/// <summary>Real API servers with nodes that nobody lives on: pods that are bound there stay as they are.</summary>
internal sealed class BenchServers : IAsyncDisposable
{
    private readonly ImmutableArray<ControlPlane.ControlPlane> _planes;
    private readonly int _nodes;
    private int _batch;

    private BenchServers(ImmutableArray<ControlPlane.ControlPlane> planes, int nodes) => (_planes, _nodes) = (planes, nodes);

    public int Count => _planes.Length;

    /// <summary>Nodes of each server.</summary>
    public int Nodes => _nodes;

    public IEnumerable<ControlPlane.ControlPlane> Planes => _planes;

    public static async Task<BenchServers> StartAsync(int count, int nodes, CancellationToken cancellationToken)
    {
        Figures.Progress($"starting {count} API servers");
        var planes = await Task.WhenAll(Enumerable.Range(1, count).Select(i =>
            ControlPlane.ControlPlane.StartAsync(new ControlPlaneOptions { Name = $"c{i.ToString(CultureInfo.InvariantCulture)}" }, cancellationToken)));
        var servers = new BenchServers([.. planes], nodes);
        await servers.ClearAsync(cancellationToken);
        return servers;
    }

    /// <summary>Deletes what is left of a run, and puts the nodes back.</summary>
    public Task ClearAsync(CancellationToken cancellationToken) => Task.WhenAll(_planes.Select(async plane =>
    {
        await plane.ResetAsync();
        // Their kubelets end at once: the nodes stay as they were reported.
        await using var _ = await HollowNodes.StartAsync(
            plane, HollowNode.Many($"{plane.Name}-", _nodes, cpu: 1_000, memory: "4Ti", pods: 10_000), new HollowOptions(), cancellationToken);
    }));

    /// <summary>Pods created and bound in a second by so many writers a server, on so many of the servers.</summary>
    public async Task<double> CeilingAsync(int servers, int pods, int writers, CancellationToken cancellationToken)
    {
        var batch = Interlocked.Increment(ref _batch);
        var begin = Stopwatch.GetTimestamp();
        await Task.WhenAll(_planes.Take(servers).Select(plane => Parallel.ForAsync(
            0, pods / servers, new ParallelOptions { MaxDegreeOfParallelism = writers, CancellationToken = cancellationToken },
            async (i, token) => await StartPodAsync(plane, Name(batch, i), i % _nodes, token))));
        var rate = pods / Stopwatch.GetElapsedTime(begin).TotalSeconds;
        Figures.Progress(string.Create(CultureInfo.InvariantCulture, $"ceiling of {servers} API server(s): {rate:0} pods/s"));
        await ClearAsync(cancellationToken);
        return rate;
    }

    /// <summary>Pods that have a node, by the server's own list.</summary>
    public static async Task<int> CountBoundAsync(ControlPlane.ControlPlane plane, CancellationToken cancellationToken)
    {
        await using var answer = await plane.AdminClient.GetStreamAsync(new Uri("api/v1/namespaces/default/pods?fieldSelector=spec.nodeName!=", UriKind.Relative), cancellationToken);
        using var list = await JsonDocument.ParseAsync(answer, default, cancellationToken);
        return list.RootElement.GetProperty("items").GetArrayLength();
    }

    public ValueTask DisposeAsync() => new(Task.WhenAll(_planes.Select(static p => p.DisposeAsync().AsTask())));

    private static string Name(int batch, int pod) => string.Create(CultureInfo.InvariantCulture, $"raw-{batch}-{pod}");

    private static async Task StartPodAsync(ControlPlane.ControlPlane plane, string name, int node, CancellationToken cancellationToken)
    {
        await PostAsync(plane, "api/v1/namespaces/default/pods", $$$"""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"{{{name}}}" },"spec":{"schedulerName":"muster","restartPolicy":"Never",
             "containers":[{"name":"main","image":"example.org/train:1","resources":{"requests":{"cpu":"1"} } } ] } }
            """, cancellationToken);
        var machine = string.Create(CultureInfo.InvariantCulture, $"{plane.Name}-{node}");
        await PostAsync(plane, $"api/v1/namespaces/default/pods/{name}/binding", $$$"""
            {"apiVersion":"v1","kind":"Binding","metadata":{"name":"{{{name}}}" },"target":{"apiVersion":"v1","kind":"Node","name":"{{{machine}}}" } }
            """, cancellationToken);
    }

    private static async Task PostAsync(ControlPlane.ControlPlane plane, string path, string json, CancellationToken cancellationToken)
    {
        using var content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await plane.AdminClient.PostAsync(new Uri(path, UriKind.Relative), content, cancellationToken);
        Figures.Require(answer.StatusCode == HttpStatusCode.Created, $"{path} was answered {answer.StatusCode}");
    }
}
