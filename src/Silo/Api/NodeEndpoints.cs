using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Nodes of a member cluster.</summary>
internal static class NodeEndpoints
{
    // Pages of a cluster's table that one call looks through when few nodes match.
    private const int MaxPages = 10;

    public static void MapNodes(this RouteGroupBuilder v1)
    {
        v1.MapGet("/clusters/{name}/nodes", List).Requires(Permission.ReadClusters);
        v1.MapGet("/clusters/{name}/nodes/{node}", static async (string name, string node, ClusterRegistry clusters, IGrainFactory grains) =>
            Results.Json(await ClusterEndpoints.Find(name, clusters, grains).GetNodeSnapshot(node), AnswerJson.Muster.NodeSnapshot)).Requires(Permission.ReadClusters);
        v1.MapPost("/clusters/{name}/nodes/{node}/cordon", static async (string name, string node, HttpContext context, Caller caller, ClusterRegistry clusters, IGrainFactory grains, TimeProvider time) =>
            await Mark(ClusterEndpoints.Find(name, clusters, grains), node, await FleetEndpoints.ReadCordonAsync(context, caller, time))).Requires(Permission.ManageClusters);
        v1.MapPost("/clusters/{name}/nodes/{node}/uncordon", static (string name, string node, ClusterRegistry clusters, IGrainFactory grains) =>
            Mark(ClusterEndpoints.Find(name, clusters, grains), node, null)).Requires(Permission.ManageClusters);
    }

    private static async Task<IResult> List(string name, ClusterRegistry clusters, IGrainFactory grains, string? labelSelector, string? after, int? limit)
    {
        var (cluster, size) = (ClusterEndpoints.Find(name, clusters, grains), PageLimit.Of(limit, NodeSnapshot.MaxPage));
        var selector = labelSelector is null ? null : LabelSelector.Parse(labelSelector);
        var read = selector is null ? size : NodeSnapshot.MaxPage;
        var found = new List<NodeSnapshot>();
        for (var pages = 0; pages < MaxPages; pages++)
        {
            var nodes = await cluster.ListNodes(after, read);
            foreach (var node in nodes)
            {
                after = node.Node.Name;
                if (selector?.Matches(node.Node.Labels) != false)
                    found.Add(node);
                if (found.Count == size)
                    return Results.Json(new NodePage([.. found], after), AnswerJson.Api.NodePage);
            }
            if (nodes.Length < read)
                return Results.Json(new NodePage([.. found], null), AnswerJson.Api.NodePage);
        }
        return Results.Json(new NodePage([.. found], after), AnswerJson.Api.NodePage);
    }

    private static async Task<IResult> Mark(IClusterGrain cluster, string node, Cordon? cordon)
    {
        await cluster.SetNodeCordon(node, cordon);
        try
        {
            return Results.Json(await cluster.GetNodeSnapshot(node), AnswerJson.Muster.NodeSnapshot);
        }
        catch (MusterException error) when (cordon is null && error is NodeNotFoundException or ClusterUnreachableException)
        {
            // The cordon of a node that is away was lifted: there is nothing to show.
            return Results.NoContent();
        }
    }
}
