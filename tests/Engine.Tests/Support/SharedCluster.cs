using Orleans.Configuration;
using Orleans.Engine.Tests;
using Orleans.Hosting;
using Orleans.TestingHost;

[assembly: AssemblyFixture(typeof(SharedCluster))]

namespace Orleans.Engine.Tests;

/// <summary>One silo for all tests that harm nothing.</summary>
public sealed class SharedCluster : IAsyncLifetime
{
    private readonly InProcessTestCluster cluster = Configure(new InProcessTestClusterBuilder(1)).Build();

    public IClusterClient Client => cluster.Client;

    public IServiceProvider SiloServices => cluster.Silos[0].ServiceProvider;

    public static InProcessTestClusterBuilder Configure(InProcessTestClusterBuilder builder)
    {
        builder.Options.ConfigureFileLogging = false;
        return builder.ConfigureSilo((_, silo) => silo
            .AddMemoryGrainStorage("memory")
            .AddMemoryGrainStorageAsDefault()
            .UseInMemoryReminderService()
            .Configure<ReminderOptions>(o => o.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100))
            .Configure<GrainCollectionOptions>(o =>
            {
                o.CollectionQuantum = TimeSpan.FromSeconds(1);
                o.CollectionAge = TimeSpan.FromSeconds(90);
                o.ClassSpecificCollectionAge[typeof(ShortLivedGrain).FullName!] = TimeSpan.FromSeconds(2);
            }));
    }

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();
}
