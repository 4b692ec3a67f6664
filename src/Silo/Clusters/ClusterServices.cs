using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;
using Muster.Kubernetes;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Puts together what leads to the member clusters.</summary>
internal static partial class ClusterServices
{
    public static void AddClusters(this IServiceCollection services, ConfigurationManager configuration, SiloSettings settings)
    {
        services.AddSingleton(provider => Settle(FleetSection.Read(configuration.GetSection("Muster")), provider, settings.Cluster));
        services.AddOptions<FleetOptions>().Configure<FleetSection>(static (options, section) => section.Apply(options));
        // Who serves this machine only may have clusters on it.
        services.AddOptions<KubernetesOptions>().Configure(options => options.AllowLoopback = settings.IsLoopback)
            .BindConfiguration("Muster:Kubernetes").ValidateOnStart();
        services.AddSingleton<IValidateOptions<KubernetesOptions>, KubernetesOptionsValidator>();
        services.AddSingleton(provider => Simulate(provider.GetRequiredService<FleetSection>().Simulation(Path.Combine(settings.Data, "clusters")), provider));
        services.AddSingleton(provider => new CredentialStore(
            Path.Combine(settings.Data, "credentials"), provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.AddSingleton(_ => CredentialRules.Read(settings.Credentials));
        services.AddSingleton(provider => ActivatorUtilities.CreateInstance<CredentialVault>(provider, settings));
        services.TryAddSingleton<IGatewayOpener, GatewayOpener>();
        services.TryAddSingleton<IClusterProbe, ClusterProbe>();
        services.AddSingleton<KubernetesFleet>();
        services.AddSingleton<IClusterGateways>(static provider => provider.GetRequiredService<KubernetesFleet>());
        services.AddSingleton<ClusterDesk>();
        services.AddSingleton<ClusterViews>();
        services.AddSingleton<RecoveryDesk>();
    }

    private static SimulatedFleet Simulate(SimulationOptions options, IServiceProvider provider) => options.Clusters.Count == 0
        ? SimulatedFleet.None
        : SimulatedFleet.Open(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>());

    // The demo's clusters are for whoever has none: not for a silo whose only ones were registered.
    private static FleetSection Settle(FleetSection section, IServiceProvider provider, MembershipSettings membership)
    {
        // A simulated cluster is in one process: each silo would have another one of that name.
        if (membership.HasOthers)
            return section.IsSimulated
                ? throw new OptionsValidationException("Muster:Simulation", typeof(SimulationOptions),
                    ["Muster:Simulation has clusters, and Muster:Cluster:Redis is set: a simulated cluster is in one silo's process alone; leave one of them out."])
                : section;
        if (!section.MayUseDemo)
            return section;
        // At the start, once, and on no grain's thread.
        var recorded = provider.GetRequiredService<ILedger>().ReadClustersAsync().GetAwaiter().GetResult();
        if (recorded.Any(static c => c.State != RegistrationState.Configured))
            return section;
        section.UseDemo();
        var logger = provider.GetRequiredService<ILoggerFactory>().CreateLogger("Muster");
        if (logger.IsEnabled(LogLevel.Information))
            LogDemo(logger, string.Join(", ", DemoFleet.Options().Clusters.Select(static c => c.Name)));
        return section;
    }

    [LoggerMessage(3, LogLevel.Information, "No cluster is configured or registered: the demo's simulated ones are used ({Clusters}). To use your own, start with --Muster:Simulation:Demo=false, then: muster cluster add NAME --kubeconfig FILE")]
    private static partial void LogDemo(ILogger logger, string clusters);
}
