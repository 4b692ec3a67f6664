using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Orleans.Embedded;

/// <summary>The services every silo has.</summary>
internal static class SiloServices
{
    public static void Add(IServiceCollection services)
    {
        if (services.Any(s => s.ServiceType == typeof(Silo)))
            return;

        AddCommon(services);
        services.TryAddSingleton<ITurnScheduler, ThreadPoolTurns>();
        services.AddSingleton<Silo>();
        services.AddSingleton<IHostedService>(s => s.GetRequiredService<Silo>());
        services.AddSingleton<ILocalSiloDetails>(s => s.GetRequiredService<Silo>());
        services.AddSingleton<IClusterClient>(s => s.GetRequiredService<Silo>().Factory);
        services.AddSingleton<IGrainFactory>(s => s.GetRequiredService<Silo>().Factory);
        services.AddTransient(_ => RuntimeContext.Current
            ?? throw new InvalidOperationException("An IGrainContext can only be had inside a grain."));
    }

    /// <summary>The services of a client in the same process.</summary>
    public static void AddClient(IServiceCollection services)
    {
        AddCommon(services);
        services.AddSingleton(s => new GrainFactory(
            s,
            s.GetRequiredService<Cluster>(),
            s.GetRequiredService<GrainManifest>(),
            s.GetRequiredService<TimeProvider>(),
            s.GetRequiredService<IOptions<ClientMessagingOptions>>().Value,
            null));
        services.AddSingleton<IClusterClient>(s => s.GetRequiredService<GrainFactory>());
        services.AddSingleton<IGrainFactory>(s => s.GetRequiredService<GrainFactory>());
    }

    private static void AddCommon(IServiceCollection services)
    {
        services.AddOptions().AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<Cluster>();
        services.TryAddSingleton(s => GrainManifest.For(s.GetRequiredService<IOptions<GrainTypeOptions>>().Value));
    }
}
