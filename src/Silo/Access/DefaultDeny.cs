using Microsoft.AspNetCore.Authorization;

namespace Muster.Silo;

/// <summary>
/// The rule for what asks for nothing: an endpoint that was mapped without a requirement is closed to everybody. A path
/// without an endpoint shows a caller, and nobody else, that there is none.
/// </summary>
internal sealed class DefaultDeny : AuthorizationHandler<DefaultDeny>, IAuthorizationRequirement
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, DefaultDeny requirement)
    {
        // The framework asks the rule for what asks for nothing also where a requirement stands; that one decides then.
        if (context.Resource is HttpContext http && http.Features.Get<Caller>() is not null
            && (http.GetEndpoint() is not RouteEndpoint endpoint || endpoint.Metadata.GetMetadata<Requirement>() is not null))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
