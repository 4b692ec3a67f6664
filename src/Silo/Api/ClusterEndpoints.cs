using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Member clusters.</summary>
internal static class ClusterEndpoints
{
    public static void MapClusters(this RouteGroupBuilder v1)
    {
        v1.MapGet("/clusters", List).Requires(Permission.ReadClusters);
        v1.MapGet("/clusters/{name}", static async (string name, ClusterRegistry clusters, IGrainFactory grains) =>
            Results.Json(await Find(name, clusters, grains).Get(), AnswerJson.Muster.ClusterSnapshot)).Requires(Permission.ReadClusters);
        v1.MapPost("/clusters/{name}/cordon", static async (string name, HttpContext context, Caller caller, ClusterRegistry clusters, IGrainFactory grains, TimeProvider time) =>
            await Mark(Find(name, clusters, grains), await FleetEndpoints.ReadCordonAsync(context, caller, time))).Requires(Permission.ManageClusters);
        v1.MapPost("/clusters/{name}/uncordon", static (string name, ClusterRegistry clusters, IGrainFactory grains) =>
            Mark(Find(name, clusters, grains), null)).Requires(Permission.ManageClusters);
    }

    /// <exception cref="ClusterNotFoundException">No such cluster. Looked up here: a grain that is asked for by a wrong name would tell the log of a defect.</exception>
    public static IClusterGrain Find(string name, ClusterRegistry clusters, IGrainFactory grains) =>
        clusters.Find(name) is not null ? grains.GetGrain<IClusterGrain>(name) : throw new ClusterNotFoundException(name);

    private static async Task<IResult> List(IGrainFactory grains)
    {
        var clusters = await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).GetClusters();
        var snapshots = await Task.WhenAll(clusters.Select(c => grains.GetGrain<IClusterGrain>(c.Name).Get()));
        return Results.Json(new ClusterPage([.. snapshots]), AnswerJson.Api.ClusterPage);
    }

    private static async Task<IResult> Mark(IClusterGrain cluster, Cordon? cordon)
    {
        await cluster.SetCordon(cordon);
        return Results.Json(await cluster.Get(), AnswerJson.Muster.ClusterSnapshot);
    }
}
