using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Nodes of a member cluster.</summary>
internal static class NodeEndpoints
{
    public static void MapNodes(this RouteGroupBuilder v1)
    {
        v1.MapGet("/clusters/{name}/nodes", List).Requires(Permission.ReadClusters);
        v1.MapGet("/clusters/{name}/nodes/{node}", static async (string name, string node, IOptions<FleetOptions> fleet, IGrainFactory grains) =>
            Results.Json(await ClusterEndpoints.Find(name, fleet.Value, grains).GetNodeSnapshot(node), MusterJson.Default.NodeSnapshot)).Requires(Permission.ReadClusters);
        v1.MapPost("/clusters/{name}/nodes/{node}/cordon", static async (string name, string node, HttpContext context, Caller caller, IOptions<FleetOptions> fleet, IGrainFactory grains, TimeProvider time) =>
            await Mark(ClusterEndpoints.Find(name, fleet.Value, grains), node, await FleetEndpoints.ReadCordonAsync(context, caller, time))).Requires(Permission.ManageClusters);
        v1.MapPost("/clusters/{name}/nodes/{node}/uncordon", static (string name, string node, IOptions<FleetOptions> fleet, IGrainFactory grains) =>
            Mark(ClusterEndpoints.Find(name, fleet.Value, grains), node, null)).Requires(Permission.ManageClusters);
    }

    private static async Task<IResult> List(string name, IOptions<FleetOptions> fleet, IGrainFactory grains, string? after, int? limit)
    {
        var size = Math.Clamp(limit ?? NodeSnapshot.MaxPage, 1, NodeSnapshot.MaxPage);
        var nodes = await ClusterEndpoints.Find(name, fleet.Value, grains).ListNodes(after, size);
        return Results.Json(new NodePage(nodes, nodes.Length == size ? nodes[^1].Node.Name : null), ApiJson.Default.NodePage);
    }

    private static async Task<IResult> Mark(IClusterGrain cluster, string node, Cordon? cordon)
    {
        await cluster.SetNodeCordon(node, cordon);
        try
        {
            return Results.Json(await cluster.GetNodeSnapshot(node), MusterJson.Default.NodeSnapshot);
        }
        catch (MusterException error) when (cordon is null && error is NodeNotFoundException or ClusterUnreachableException)
        {
            // The cordon of a node that is away was lifted: there is nothing to show.
            return Results.NoContent();
        }
    }
}
