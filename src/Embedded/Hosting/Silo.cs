using System.Collections.Concurrent;
using System.Collections.Frozen;
using System.Net;

namespace Orleans.Embedded;

/// <summary>One silo: the grains that live in one host.</summary>
internal sealed class Silo : IHostedService, ILocalSiloDetails, IDisposable
{
    private readonly ConcurrentDictionary<GrainId, WorkerPool> workers = new(32, 64);
    private readonly GrainManifest manifest;
    private readonly FrozenDictionary<GrainType, GrainClass> classes;

    public Silo(
        IServiceProvider services,
        Cluster cluster,
        GrainManifest manifest,
        TimeProvider time,
        ITurnScheduler turns,
        IOptions<ClusterOptions> clusterOptions,
        IOptions<SiloOptions> options,
        IOptions<EndpointOptions> endpoint,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILogger<Silo> logger)
    {
        (Services, Cluster, Time, Turns, Logger, this.manifest) = (services, cluster, time, turns, logger, manifest);
        ClusterId = clusterOptions.Value.ClusterId;
        Collection = collection.Value;
        CallLimit = messaging.Value.MaxEnqueuedRequestsHardLimit;
        TurnsPerSlot = turns.TurnsPerSlot;
        var start = cluster.NextGeneration();
        SiloAddress = SiloAddress.New(IPAddress.Loopback, endpoint.Value.SiloPort, start);
        GatewayAddress = SiloAddress.New(IPAddress.Loopback, endpoint.Value.GatewayPort, start);
        Name = options.Value.SiloName is { Length: > 0 } name ? name : $"Silo_{start}";
        classes = manifest.Classes.ToFrozenDictionary(c => c.Key, c => new GrainClass(this, c.Value, Collection));
        var timeouts = manifest.Interfaces.SelectMany(i => i.GetMethods()).Select(m => new CallInfo(null, m).Timeout ?? TimeSpan.Zero);
        Deadlines = new(time, timeouts.Where(t => t > TimeSpan.Zero).Append(messaging.Value.ResponseTimeout).Min());
        Collector = new(this);
        Factory = new(services, cluster, manifest, time, messaging.Value, this);
    }

    public IServiceProvider Services { get; }
    public Cluster Cluster { get; }
    public TimeProvider Time { get; }
    public ITurnScheduler Turns { get; }
    public int TurnsPerSlot { get; }
    public ILogger Logger { get; }
    public GrainCollectionOptions Collection { get; }
    public int CallLimit { get; }
    public Deadlines Deadlines { get; }
    public IdleCollector Collector { get; }
    public GrainFactory Factory { get; }

    public IIncomingGrainCallFilter[] Filters { get; private set; } = [];
    public SiloStatus Status { get; private set; } = SiloStatus.Created;

    public int Load => classes.Values.Sum(c => c.Activations);
    public string Name { get; }
    public string ClusterId { get; }
    public string DnsHostName => Dns.GetHostName();
    public SiloAddress SiloAddress { get; }
    public SiloAddress GatewayAddress { get; }
    public IEnumerable<Activation> Workers => workers.Values.SelectMany(p => p.All());

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        ContractCheck.Verify(manifest);
        Filters = [.. Services.GetServices<IIncomingGrainCallFilter>()];
        Collector.Start();
        Status = SiloStatus.Active;
        Cluster.Join(this);
        await Cluster.MoveReminders();
        Log.Started(Logger, Name, SiloAddress);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        if (Status != SiloStatus.Active)
            return;

        if (cancellationToken.IsCancellationRequested)
        {
            Kill();
            return;
        }

        Status = SiloStatus.ShuttingDown;
        var mine = Cluster.Activations.Where(a => a.Silo == this).ToArray();
        var ends = Array.ConvertAll(mine, a => a.Deactivated);
        foreach (var activation in mine)
            activation.Deactivate(new(DeactivationReasonCode.ShuttingDown, "The silo is shutting down."), cancellationToken);

        try
        {
            await Task.WhenAll(ends).WaitAsync(Collection.DeactivationTimeout, Time, cancellationToken);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            Kill();
        }

        await LeaveAsync();
        Log.Stopped(Logger, Name);
    }

    /// <summary>Ends as a process does that is killed: nothing runs to its end, and calls to it fail.</summary>
    public void Kill()
    {
        Status = SiloStatus.Dead;
        var error = new SiloUnavailableException($"The silo {SiloAddress} is gone.");
        foreach (var activation in Cluster.Activations.Where(a => a.Silo == this).ToArray())
        {
            Forget(activation);
            activation.Kill(error);
        }

        _ = LeaveAsync();
    }

    public bool Knows(GrainType type) => classes.ContainsKey(type);
    public GrainClass ClassOf(GrainType type) => classes[type];

    public Activation PickWorker(GrainClass grainClass, GrainId id) =>
        workers.GetOrAdd(id, static (id, c) => new(c, id), grainClass).Pick();

    public void Forget(Activation activation)
    {
        if (workers.TryGetValue(activation.GrainId, out var pool) ? pool.Remove(activation) : Cluster.Forget(activation))
            activation.Class.Count(-1);
    }

    public void Dispose()
    {
        Deadlines.Dispose();
        Collector.Dispose();
    }

    private Task LeaveAsync()
    {
        Status = SiloStatus.Dead;
        Cluster.Leave(this);
        Collector.Dispose();
        return Cluster.MoveReminders();
    }
}
