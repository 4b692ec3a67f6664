using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Member clusters.</summary>
internal static class ClusterEndpoints
{
    public static void MapClusters(this RouteGroupBuilder v1)
    {
        v1.MapGet("/clusters", List).Requires(Permission.ReadClusters);
        v1.MapGet("/clusters/{name}", static (string name, ClusterViews views) => Show(name, views)).Requires(Permission.ReadClusters);
        v1.MapRegistrations();
        v1.MapPost("/clusters/{name}/cordon", static async (string name, HttpContext context, Caller caller, ClusterRegistry clusters, ClusterViews views, IGrainFactory grains, TimeProvider time) =>
            await Mark(name, Find(name, clusters, grains), await FleetEndpoints.ReadCordonAsync(context, caller, time), views)).Requires(Permission.ManageClusters);
        v1.MapPost("/clusters/{name}/uncordon", static (string name, ClusterRegistry clusters, ClusterViews views, IGrainFactory grains) =>
            Mark(name, Find(name, clusters, grains), null, views)).Requires(Permission.ManageClusters);
    }

    /// <exception cref="ClusterNotFoundException">No such cluster. Looked up here: a grain that is asked for by a wrong name would tell the log of a defect.</exception>
    public static IClusterGrain Find(string name, ClusterRegistry clusters, IGrainFactory grains) =>
        clusters.Find(name) is not null ? grains.GetGrain<IClusterGrain>(name) : throw new ClusterNotFoundException(name);

    private static async Task<IResult> List(ClusterViews views, ClusterRegistry clusters) =>
        Results.Json(new ClusterPage([.. (await Task.WhenAll(clusters.Clusters.Select(c => views.TryReadAsync(c.Name)))).OfType<ClusterSnapshot>()]), AnswerJson.Api.ClusterPage);

    private static async Task<IResult> Show(string name, ClusterViews views) => Results.Json(await views.ReadAsync(new(name)), AnswerJson.Muster.ClusterSnapshot);

    private static async Task<IResult> Mark(string name, IClusterGrain cluster, Cordon? cordon, ClusterViews views)
    {
        await cluster.SetCordon(cordon);
        return await Show(name, views);
    }
}
