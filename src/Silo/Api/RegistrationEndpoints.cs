using Microsoft.AspNetCore.Mvc;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Clusters that come and go while Muster runs.</summary>
internal static class RegistrationEndpoints
{
    public static void MapRegistrations(this RouteGroupBuilder v1)
    {
        v1.MapPost("/clusters", Add).Requires(Permission.ManageClusters).WithMetadata(new RequestSizeLimitAttribute(ClusterRequest.MaxBytes));
        v1.MapDelete("/clusters/{name}", Remove).Requires(Permission.ManageClusters);
        v1.MapPost("/clusters/{name}/accept", Accept).Requires(Permission.ManageClusters);
        v1.MapPost("/clusters/{name}/check", Check).Requires(Permission.ManageClusters);
    }

    private static async Task<IResult> Add(HttpContext context, Caller caller, AuditNote audit, ClusterDesk desk, ClusterViews views, bool? force)
    {
        var request = await RequestBody.ReadAsync<ClusterRequest>(context);
        audit.Object = $"cluster {Names.Clip(request.Name)}";
        var (stands, isNew) = await desk.AddAsync(request, force == true, caller.Name, context.RequestAborted);
        audit.After = Describe(stands, request);
        return Results.Json(await views.ReadAsync(stands.Name), AnswerJson.Muster.ClusterSnapshot, statusCode: isNew ? StatusCodes.Status201Created : StatusCodes.Status200OK);
    }

    private static async Task<IResult> Remove(string name, AuditNote audit, ClusterDesk desk, bool? force)
    {
        audit.Object = $"cluster {Names.Clip(name)}";
        await desk.RemoveAsync(new(name), force == true);
        audit.After = force == true ? "removed by force" : "removed";
        return Results.NoContent();
    }

    private static async Task<IResult> Accept(string name, HttpContext context, AuditNote audit, ClusterDesk desk, ClusterViews views, string? uid)
    {
        audit.Object = $"cluster {Names.Clip(name)}";
        (audit.Before, audit.After) = await desk.AcceptAsync(new(name), uid, context.RequestAborted);
        return Results.Json(await views.ReadAsync(new(name)), AnswerJson.Muster.ClusterSnapshot);
    }

    private static async Task<IResult> Check(string name, HttpContext context, AuditNote audit, ClusterDesk desk, string? namespaces)
    {
        audit.Object = $"cluster {Names.Clip(name)}";
        return Results.Json(await desk.CheckAsync(new(name), ClusterNamespaces.Read(namespaces), context.RequestAborted), AnswerJson.Api.ClusterCheck);
    }

    // Where it leads and who it is; what it is entered with is nobody's business.
    private static string Describe(ClusterRegistration stands, ClusterRequest request) =>
        $"{stands.State} {stands.Uid ?? "not heard from"} at {request.Access!.Server.GetLeftPart(UriPartial.Path)}{(request.Replace ? ", replacing" : "")}";
}
