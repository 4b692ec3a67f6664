using Microsoft.AspNetCore.Authorization;

namespace Muster.Silo;

/// <summary>Grants what the caller's roles have.</summary>
internal sealed class RequirementHandler : AuthorizationHandler<Requirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, Requirement requirement)
    {
        var http = context.Resource as HttpContext;
        if (http?.Features.Get<Caller>() is { } caller && (requirement.Permission is not { } permission || caller.May(permission)))
            context.Succeed(requirement);
        return Task.CompletedTask;
    }
}
