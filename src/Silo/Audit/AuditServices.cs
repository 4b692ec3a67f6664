using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>The audit record, put together.</summary>
internal static class AuditServices
{
    public static IServiceCollection AddAudit(this IServiceCollection services) => services
        .AddSingleton(static provider => new AuditFile(
            provider.GetRequiredService<IOptions<SiloSettings>>().Value.AuditDirectory, provider.GetRequiredService<ILogger<AuditFile>>()))
        .AddSingleton<AuditTrail>()
        .AddHostedService(static provider => provider.GetRequiredService<AuditTrail>());

    /// <summary>Every endpoint of the group is on record, before it answers, if it changes something.</summary>
    public static RouteGroupBuilder Audited(this RouteGroupBuilder group)
    {
        group.AddEndpointFilter<RouteGroupBuilder, AuditFilter>();
        return group;
    }
}
