using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Muster.Grains;

/// <summary>Registers what the grains need besides a ledger, gateways and an engine.</summary>
public static class MusterGrains
{
    /// <summary>Adds the options of the grains, with their bounds checked at start.</summary>
    public static IServiceCollection AddMusterGrains(this IServiceCollection services)
    {
        services.AddMetrics();
        services.AddSingleton<SchedulerMeter>();
        services.AddSingleton<ClusterRegistry>();
        services.AddHostedService(static provider => provider.GetRequiredService<ClusterRegistry>());
        services.AddBounded<FleetOptions>();
        services.AddBounded<JobOptions>();
        services.AddBounded<NodeOptions>();
        services.AddBounded<QueueOptions>();
        services.AddBounded<MemberClusterOptions>();
        return services;
    }

    /// <summary>Has this silo look what the clusters know of the ledger. Add it after the engine, which it may ask, and before whatever serves.</summary>
    public static IServiceCollection AddWitnessWatch(this IServiceCollection services) => services.AddHostedService<WitnessWatch>();

    private static void AddBounded<T>(this IServiceCollection services)
        where T : class, IBounded
    {
        services.AddOptions<T>().ValidateOnStart();
        services.AddSingleton<IValidateOptions<T>, BoundsValidator<T>>();
    }
}
