using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Queues, clusters, their nodes, version.</summary>
internal static class FleetEndpoints
{
    public static void MapFleet(this RouteGroupBuilder v1)
    {
        v1.MapQueues();
        v1.MapClusters();
        v1.MapNodes();
        v1.MapRecovery();
        v1.MapGet("/version", static () => Results.Json(new ServerVersion(MusterHost.Version, Engine.Name), AnswerJson.Api.ServerVersion)).RequiresCaller();
    }

    /// <summary>The cordon that a request asks for. A body is not required.</summary>
    public static async Task<Cordon> ReadCordonAsync(HttpContext context, Caller caller, TimeProvider time)
    {
        var reason = context.Request.ContentLength is null or 0 && context.Request.ContentType is null
            ? ""
            : (await RequestBody.ReadAsync<CordonRequest>(context)).Reason;
        return new Cordon(reason, caller.Name, time.GetUtcNow());
    }
}
