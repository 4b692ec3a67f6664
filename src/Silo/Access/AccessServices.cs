using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>Who may do what, put together: by the framework's own authentication and authorization.</summary>
internal static class AccessServices
{
    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSingleton<QueueTree>();
        services.AddSingleton<TokenRegistry>();
        services.AddHostedService(static provider => provider.GetRequiredService<TokenRegistry>());
        services.AddSingleton<CallerReader>();
        services.AddAuthentication(CallerAuthentication.SchemeName)
            .AddScheme<AuthenticationSchemeOptions, CallerAuthentication>(CallerAuthentication.SchemeName, null);
        services.AddSingleton<IAuthorizationHandler, RequirementHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, AccessAnswers>();
        services.AddAuthorizationBuilder().SetFallbackPolicy(new AuthorizationPolicyBuilder().AddRequirements(new DefaultDeny()).Build());
        services.AddRequestTimeouts();
        services.AddRateLimiter(static _ => { });
        services.AddSingleton<IConfigureOptions<RateLimiterOptions>, RequestLimits>();
        services.AddSingleton<IConfigureOptions<RequestTimeoutOptions>, RequestLimits>();
        return services;
    }

    /// <summary>To stand behind what turns errors into answers, and before every endpoint.</summary>
    public static void UseAccess(this WebApplication app)
    {
        app.UseRequestTimeouts();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseMiddleware<AuditMiddleware>();
        app.UseAuthorization();
        app.UseMiddleware<StreamGuard>();
    }
}
