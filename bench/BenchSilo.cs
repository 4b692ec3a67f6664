using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Muster.Contracts;
using Muster.Grains;
using Muster.Ledger;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;

namespace Muster.Bench;

/// <summary>A silo for a bench: all grains, the ledger on disk, one cluster that costs nothing.</summary>
internal sealed class BenchSilo : IAsyncDisposable
{
    public const string Cluster = "c1";

    /// <summary>What every node of a bench has.</summary>
    public static readonly ResourceVector Node = ResourceVector.Of(
        (ResourceNames.Cpu, 64_000), (ResourceNames.Memory, 256L << 30), (ResourceNames.Pods, 110_000));

    private readonly IHost _host;
    private readonly BenchGateway? _gateway;

    private BenchSilo(IHost host, BenchGateway? gateway)
    {
        (_host, _gateway) = (host, gateway);
        Grains = host.Services.GetRequiredService<IGrainFactory>();
        Ledger = host.Services.GetRequiredService<SqliteLedger>();
    }

    /// <summary>The cluster that costs nothing, of a silo that has it.</summary>
    public BenchGateway Gateway => _gateway ?? throw new InvalidOperationException("This silo has clusters of its own.");

    public IGrainFactory Grains { get; }

    public SqliteLedger Ledger { get; }

    /// <summary>Starts a silo with a cluster that costs nothing, and waits until its planner knows the cluster.</summary>
    public static Task<BenchSilo> Start(string data, int nodes, IReadOnlyList<QueueSpec>? queues = null, Action<QueueOptions>? configure = null) =>
        Start(data, new BenchGateway(Cluster, nodes, Node), [new ClusterSpec { Name = Cluster }], nodes, queues, configure);

    /// <summary>Starts a silo, and waits until its planner knows each cluster with all its nodes.</summary>
    public static async Task<BenchSilo> Start(
        string data, IClusterGateways gateways, IReadOnlyList<ClusterSpec> clusters, int nodes, IReadOnlyList<QueueSpec>? queues = null, Action<QueueOptions>? configure = null)
    {
        Directory.CreateDirectory(data);
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.AddConsole(static console => console.LogToStandardErrorThreshold = LogLevel.Trace).SetMinimumLevel(LogLevel.Warning);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSqliteLedger(options =>
        {
            options.Path = Path.Combine(data, "ledger.db");
            options.MaxChanges = 100_000_000;
            options.MaxQueuedOperations = 100_000;
        });
        builder.Services.AddMusterGrains();
        builder.Services.AddSingleton(gateways);
        builder.Services.Configure<FleetOptions>(fleet =>
        {
            fleet.Clusters = clusters;
            if (queues is not null)
                fleet.Queues = queues;
        });
        builder.Services.Configure<QueueOptions>(options => configure?.Invoke(options));
        builder.UseOrleans(static silo => silo
            .UseLocalhostClustering()
            .Configure<ClusterOptions>(static options => (options.ServiceId, options.ClusterId) = ("muster", "muster"))
            .Configure<SiloMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromMinutes(5)));
        var host = builder.Build();
        await host.StartAsync();
        var silo = new BenchSilo(host, gateways as BenchGateway);
        foreach (var cluster in clusters)
            await silo.WaitFor(cluster.Name, nodes);
        return silo;
    }

    public IJobGrain Job(string name) => Grains.GetGrain<IJobGrain>($"default/{name}");

    public IQueueGrain Queue(string name) => Grains.GetGrain<IQueueGrain>(name);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        if (_host is IAsyncDisposable disposable)
            await disposable.DisposeAsync();
    }

    // Ready, with all its nodes.
    private async Task WaitFor(string name, int nodes)
    {
        var cluster = Grains.GetGrain<IClusterGrain>(name);
        while (await cluster.Get() is not { Health: ClusterHealth.Ready } seen || seen.Nodes != nodes)
            await Task.Delay(20);
    }
}
