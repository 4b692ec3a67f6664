using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Queues. One that the caller may not see is answered like one that does not exist.</summary>
internal static class QueueEndpoints
{
    public static void MapQueues(this RouteGroupBuilder v1)
    {
        v1.MapGet("/queues", List).Requires(Permission.ReadQueues);
        v1.MapGet("/queues/{name}", static async (string name, Caller caller, IOptions<FleetOptions> fleet, IGrainFactory grains) =>
            Results.Json(await Find(name, caller, fleet.Value, grains).Get(), AnswerJson.Muster.QueueSnapshot)).Requires(Permission.ReadQueues);
        v1.MapPost("/queues/{name}/cordon", static async (string name, HttpContext context, Caller caller, IOptions<FleetOptions> fleet, IGrainFactory grains, TimeProvider time) =>
            await Mark(FindToManage(name, caller, fleet.Value, grains), await FleetEndpoints.ReadCordonAsync(context, caller, time))).Requires(Permission.ManageQueues);
        v1.MapPost("/queues/{name}/uncordon", static (string name, Caller caller, IOptions<FleetOptions> fleet, IGrainFactory grains) =>
            Mark(FindToManage(name, caller, fleet.Value, grains), null)).Requires(Permission.ManageQueues);
    }

    private static async Task<IResult> List(Caller caller, IGrainFactory grains)
    {
        var queues = await grains.GetGrain<IFleetGrain>(IFleetGrain.Key).GetQueues();
        var snapshots = await Task.WhenAll(queues.Where(q => caller.May(Permission.ReadQueues, q.Name)).Select(q => grains.GetGrain<IQueueGrain>(q.Name).Get()));
        return Results.Json(new QueuePage([.. snapshots]), AnswerJson.Api.QueuePage);
    }

    private static async Task<IResult> Mark(IQueueGrain queue, Cordon? cordon)
    {
        await queue.SetCordon(cordon);
        return Results.Json(await queue.Get(), AnswerJson.Muster.QueueSnapshot);
    }

    // Looked up here: a grain that is asked for by a wrong name would tell the log of a defect.
    private static IQueueGrain Find(string name, Caller caller, FleetOptions fleet, IGrainFactory grains) =>
        fleet.Queue(name) is not null && caller.May(Permission.ReadQueues, name)
            ? grains.GetGrain<IQueueGrain>(name)
            : throw new QueueNotFoundException(name);

    private static IQueueGrain FindToManage(string name, Caller caller, FleetOptions fleet, IGrainFactory grains)
    {
        var queue = Find(name, caller, fleet, grains);
        caller.Demand(Permission.ManageQueues, name, null,
            () => new ForbiddenException($"'{caller.Name}' may see queue {name}, but not change it; that takes the role manage of it."));
        return queue;
    }
}
