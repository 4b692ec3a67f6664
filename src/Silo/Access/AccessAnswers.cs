using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Turns a refusal into an error like every other.</summary>
internal sealed class AccessAnswers : IAuthorizationMiddlewareResultHandler
{
    public Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (authorizeResult.Succeeded)
            return next(context);
        if (context.Features.Get<Caller>() is not { } caller)
            throw new UnauthenticatedException(context.Features.Get<Refusal>()?.Message ?? Refusal.Missing.Message);
        var permission = authorizeResult.AuthorizationFailure?.FailedRequirements.OfType<Requirement>().FirstOrDefault()?.Permission;
        throw new ForbiddenException(permission is null
            ? "This endpoint is open to nobody."
            : $"'{caller.Name}' has no role with the permission {permission}. GET /v1/whoami shows the roles it has; an administrator can create another token.");
    }
}
