using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Queues, clusters, version.</summary>
internal static class FleetEndpoints
{
    public static void MapFleet(this RouteGroupBuilder v1)
    {
        v1.MapGet("/queues", Queues).Requires(Permission.ReadQueues);
        v1.MapGet("/queues/{name}", static async (string name, Caller caller, IGrainFactory grains) =>
        {
            caller.Demand(Permission.ReadQueues, name, null, () => new QueueNotFoundException(name));
            return Results.Json(await grains.GetGrain<IQueueGrain>(name).Get(), MusterJson.Default.QueueSnapshot);
        }).Requires(Permission.ReadQueues);
        v1.MapGet("/clusters", Clusters).Requires(Permission.ReadClusters);
        v1.MapGet("/clusters/{name}", static async (string name, IGrainFactory grains) =>
            Results.Json(await grains.GetGrain<IClusterGrain>(name).Get(), MusterJson.Default.ClusterSnapshot)).Requires(Permission.ReadClusters);
        v1.MapGet("/version", static () => Results.Json(new ServerVersion(MusterHost.Version, Engine.Name), ApiJson.Default.ServerVersion)).RequiresCaller();
    }

    private static async Task<IResult> Queues(Caller caller, IGrainFactory grains)
    {
        var queues = await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).GetQueues();
        var snapshots = await Task.WhenAll(queues.Where(q => caller.May(Permission.ReadQueues, q.Name)).Select(q => grains.GetGrain<IQueueGrain>(q.Name).Get()));
        return Results.Json(new QueuePage([.. snapshots]), ApiJson.Default.QueuePage);
    }

    private static async Task<IResult> Clusters(IGrainFactory grains)
    {
        var clusters = await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).GetClusters();
        var snapshots = await Task.WhenAll(clusters.Select(c => grains.GetGrain<IClusterGrain>(c.Name).Get()));
        return Results.Json(new ClusterPage([.. snapshots]), ApiJson.Default.ClusterPage);
    }
}
