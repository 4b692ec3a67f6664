using System.Collections.ObjectModel;

namespace Orleans.TestingHost;

/// <summary>A cluster of several silos in this process.</summary>
public sealed class InProcessTestCluster(InProcessTestClusterOptions options) : IAsyncDisposable
{
    private readonly Cluster cluster = new();
    private readonly List<InProcessSiloHandle> silos = [];
    private readonly List<IHost> killed = [];
    private IHost? client;
    private short started;

    public InProcessTestClusterOptions Options { get; } = options;

    public IClusterClient Client => client?.Services.GetRequiredService<IClusterClient>()
        ?? throw new InvalidOperationException("The test cluster has no client before DeployAsync and after it is disposed of.");

    public ReadOnlyCollection<InProcessSiloHandle> Silos
    {
        get
        {
            lock (silos)
                return new([.. silos]);
        }
    }

    public async Task DeployAsync()
    {
        for (var i = 0; i < Options.InitialSilosCount; i++)
            await StartAdditionalSiloAsync();

        if (Options.InitializeClientOnDeploy)
            await InitializeClientAsync();
    }

    public Task<InProcessSiloHandle> StartAdditionalSiloAsync() => StartSiloAsync(started++);

    public async Task InitializeClientAsync()
    {
        var builder = NewHost("TestClusterClient");
        foreach (var configure in Options.ClientHostConfigurationDelegates)
            configure(builder);

        SiloServices.AddClient(builder.Services);
        client = builder.Build();
        await client.StartAsync();
    }

    public async Task StopSiloAsync(InProcessSiloHandle instance)
    {
        // The silo first and by itself: a host would go on on the thread pool, where a simulation cannot follow.
        await instance.ServiceProvider.GetRequiredService<Silo>().StopAsync(CancellationToken.None);
        await instance.SiloHost.StopAsync();
        Remove(instance);
        instance.SiloHost.Dispose();
    }

    /// <summary>Ends a silo as if its process had died. Code of its grains that still runs may go on: a zombie.</summary>
    public async Task KillSiloAsync(InProcessSiloHandle instance)
    {
        instance.ServiceProvider.GetRequiredService<Silo>().Kill();
        Remove(instance);
        lock (killed)
        {
            // Zombies need their services for as long as they run.
            killed.Add(instance.SiloHost);
        }

        await instance.SiloHost.StopAsync(new CancellationToken(canceled: true));
    }

    public async Task<InProcessSiloHandle?> RestartSiloAsync(InProcessSiloHandle instance)
    {
        await StopSiloAsync(instance);
        return await StartSiloAsync(instance.InstanceNumber);
    }

    /// <summary>Silos of one process know of each other at once.</summary>
    public Task WaitForLivenessToStabilizeAsync(bool didKill = false) => Task.CompletedTask;

    public IServiceProvider GetSiloServiceProvider(SiloAddress? silo = null) =>
        (silo is null ? Silos[0] : Silos.Single(s => s.SiloAddress == silo)).ServiceProvider;

    public async ValueTask DisposeAsync()
    {
        foreach (var silo in Silos)
            await StopSiloAsync(silo);

        killed.ForEach(host => host.Dispose());
        killed.Clear();
        if (client is not null)
        {
            await client.StopAsync();
            client.Dispose();
            client = null;
        }
    }

    private async Task<InProcessSiloHandle> StartSiloAsync(short number)
    {
        var own = new InProcessTestSiloSpecificOptions
        {
            SiloName = $"Silo_{number}",
            SiloPort = 20000 + number,
            GatewayPort = 30000 + number,
        };
        var builder = NewHost(own.SiloName);
        foreach (var configure in Options.SiloHostConfigurationDelegates)
            configure(own, builder);

        builder.UseOrleans(silo => silo
            .Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (Options.ClusterId, Options.ServiceId))
            .Configure<SiloOptions>(o => o.SiloName = own.SiloName)
            .Configure<EndpointOptions>(o => (o.SiloPort, o.GatewayPort) = (own.SiloPort, own.GatewayPort)));
        var host = builder.Build();
        await host.StartAsync();
        var address = host.Services.GetRequiredService<ILocalSiloDetails>().SiloAddress;
        var handle = new InProcessSiloHandle { SiloHost = host, Name = own.SiloName, SiloAddress = address, InstanceNumber = number };
        lock (silos)
            silos.Add(handle);

        return handle;
    }

    private HostApplicationBuilder NewHost(string name)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { ApplicationName = name, DisableDefaults = true });
        builder.Services.AddSingleton(cluster);
        return builder;
    }

    private void Remove(InProcessSiloHandle instance)
    {
        instance.IsActive = false;
        lock (silos)
            silos.Remove(instance);
    }
}
