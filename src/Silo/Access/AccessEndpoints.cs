using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>What an endpoint says about who may use it. Without a word it is closed.</summary>
internal static class AccessEndpoints
{
    /// <summary>Open to callers who have the permission for something; the handler checks for what.</summary>
    public static TBuilder Requires<TBuilder>(this TBuilder endpoint, Permission permission)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Requirement(permission));

    /// <summary>Open to every caller, but not without one.</summary>
    public static TBuilder RequiresCaller<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new Requirement((Permission?)null));

    /// <summary>Open to everybody: for probes alone.</summary>
    public static TBuilder IsPublic<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new AllowAnonymousAttribute());

    /// <summary>Its answers may go on for as long as the caller's token is good.</summary>
    public static TBuilder Streams<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new DisableRequestTimeoutAttribute(), StreamGuard.Mark);

    public static void MapAccess(this RouteGroupBuilder v1) => v1.MapGet("/whoami", static (Caller caller) =>
        Results.Json(new CallerInfo(caller.Name, [.. caller.Grants.Select(static g => new CallerGrant(g.Role.Text(), g.Queue, g.Namespaces))]), AnswerJson.Api.CallerInfo))
        .RequiresCaller();
}
