using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Silo;
using Orleans;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Muster.Grains.Tests;

/// <summary>
/// Muster in this process: silos of either engine, over one ledger on disk and one fleet of member clusters, simulated or real. Disposing of it
/// checks what must hold whatever the test did: no node overbooked, nothing run twice, nothing run in part.
/// </summary>
internal sealed class GrainCluster : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-grains-");
    private readonly HashSet<JobId> _eager = [];
    private readonly Dictionary<JobId, int> _sizes = [];
    private readonly GrainClusterOptions _options;
    private readonly SqliteLedger _store;
    private readonly InProcessTestCluster _silos;
    private readonly CancellationTokenSource _ending = new();
    private Task _waking = Task.CompletedTask;
    private bool _ended;

    private GrainCluster(GrainClusterOptions options, MemberFleet fleet)
    {
        (_options, Fleet) = (options, fleet);
        _store = SqliteLedger.Open(new SqliteLedgerOptions { Path = Path.Combine(_directory.FullName, "ledger.db") }, TimeProvider.System, NullLogger<SqliteLedger>.Instance);
        Audit = new AuditedLedger(_store);
        Ledger = options.Ledger(Audit);
        foreach (var (cluster, node, allocatable) in Fleet.Machines())
            Audit.Know(cluster, node, allocatable);
        var builder = new InProcessTestClusterBuilder(options.Silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => Configure(silo));
        builder.ConfigureClient(client =>
        {
            options.Services(client.Services);
            client.Services.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = options.ResponseTimeout);
        });
        _silos = builder.Build();
    }

    public MemberFleet Fleet { get; }

    public AuditedLedger Audit { get; }

    public ILedger Ledger { get; }

    public LogBook Log { get; } = new();

    public InProcessTestCluster Silos => _silos;

    public IClusterClient Client => _silos.Client;

    public static async Task<GrainCluster> StartAsync(GrainClusterOptions? options = null)
    {
        options ??= new();
        var cluster = new GrainCluster(options, await MemberFleet.OpenAsync(options));
        await cluster._silos.DeployAsync();
        cluster._waking = cluster.KeepAwakeAsync();
        await cluster.ReadyAsync([.. cluster.Configured.Select(static s => s.Name)]);
        return cluster;
    }

    public IJobGrain Job(string name) => Client.GetGrain<IJobGrain>(new JobId("default", name).ToString());

    public IQueueGrain Queue(string name = "default") => Client.GetGrain<IQueueGrain>(name);

    public IClusterGrain Cluster(string name) => Client.GetGrain<IClusterGrain>(name);

    public IFleetGrain Registry => Client.GetGrain<IFleetGrain>(IFleetGrain.Key);

    public INodeGrain Node(string cluster, string node) => Client.GetGrain<INodeGrain>(new NodeId(new ClusterName(cluster), node).ToString());

    // Clusters and queues are woken now and then, as every silo of the product does.
    private async Task KeepAwakeAsync()
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                await WakeAsync();
            }
            catch (OrleansException)
            {
                // Between two silos.
            }
            await Task.Delay(TimeSpan.FromMilliseconds(200), _ending.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WakeAsync()
    {
        foreach (var cluster in Configured)
            await Cluster(cluster.Name).Nudge();
        foreach (var queue in _options.Queues)
            await Queue(queue.Name).Nudge();
    }

    /// <summary>Waits until clusters take work.</summary>
    public async Task ReadyAsync(params string[] clusters)
    {
        foreach (var name in clusters)
            await HealthAsync(name, ClusterHealth.Ready);
    }

    public async Task HealthAsync(string cluster, ClusterHealth health) => await Poll.UntilAsync(
        $"cluster {cluster} is {health}", async () => (await Cluster(cluster).Get()).Health, h => h == health, context: Tail);

    public async Task<SubmitResult> SubmitAsync(Job job, string? token = null, string? traceParent = null)
    {
        var result = await Job(job.Metadata.Name).Submit(new SubmitRequest(job, token ?? Guid.NewGuid().ToString(), traceParent));
        lock (_sizes)
        {
            _sizes[job.Id] = job.MinPods();
            if (job.Spec.Failover.Policy == FailoverPolicy.Eager)
                _eager.Add(job.Id);
        }
        return result;
    }

    /// <summary>The record of a job, by the ledger.</summary>
    public async Task<JobRecord> RecordAsync(string job) =>
        await _store.ReadJobAsync(new JobId("default", job)) ?? throw new JobNotFoundException(new JobId("default", job));

    public Task<JobRecord> UntilAsync(string job, JobState state) => UntilAsync(job, $"is {state}", r => r.State == state);

    public async Task<JobRecord> UntilAsync(string job, string expected, Func<JobRecord, bool> accept, TimeSpan? patience = null)
    {
        var record = await RecordAsync(job);
        await Poll.UntilAsync($"job {job} {expected}", async () =>
        {
            record = await RecordAsync(job);
            return $"{record.State} since {record.Since:HH:mm:ss.fff}, attempt {record.Attempt}, epoch {record.CoordinatorEpoch}, {record.Reason}";
        }, _ => accept(record), patience, Tail);
        return record;
    }

    /// <summary>Waits for a job's end, of whatever kind.</summary>
    public Task<JobRecord> EndAsync(string job, TimeSpan? patience = null) => UntilAsync(job, "has ended", static r => r.State.IsFinal(), patience);

    /// <summary>Waits for jobs to end well.</summary>
    public async Task SucceedAsync(params string[] jobs)
    {
        foreach (var job in jobs)
            Assert.Equal(JobState.Succeeded, (await EndAsync(job)).State);
    }

    /// <summary>Lets the pods of jobs end, those too that run only later, and waits for the jobs' good end.</summary>
    public async Task FinishAsync(params string[] jobs)
    {
        foreach (var job in jobs)
        {
            await UntilAsync(job, "has ended", r =>
            {
                Fleet.Finish(job);
                return r.State.IsFinal();
            });
            await SucceedAsync(job);
        }
    }

    /// <summary>What a job's pods did.</summary>
    public ImmutableArray<RunRecord> Runs(string job) => [.. Fleet.ReadRuns().Where(r => r.Job == new JobId("default", job))];

    /// <summary>Every state that a job went through, as the event log has it.</summary>
    public async Task<JobState[]> StatesAsync(string job) =>
        [.. (await _store.ReadChangesAsync(0, new JobId("default", job), ILedger.MaxChangesPage)).Select(static c => c.To)];

    /// <summary>Kills a silo as if its process had died, and starts another one.</summary>
    public async Task KillAndReplaceAsync(InProcessSiloHandle silo)
    {
        await _silos.KillSiloAsync(silo);
        await _silos.StartAdditionalSiloAsync();
        // With another one there: of no silo at all it would wait for news as long as a silo may be silent.
        await _silos.WaitForLivenessToStabilizeAsync(didKill: true);
    }

    /// <summary>All silos go, in order, and others come.</summary>
    public async Task RestartAsync()
    {
        foreach (var silo in _silos.Silos.ToArray())
        {
            await _silos.StartAdditionalSiloAsync();
            await _silos.StopSiloAsync(silo);
        }
        await _silos.WaitForLivenessToStabilizeAsync();
    }

    /// <summary>What must hold at any time.</summary>
    public void CheckInvariants()
    {
        Assert.Empty(Audit.Findings);
        var runs = Fleet.ReadRuns();
        lock (_sizes)
        {
            Assert.Empty(RunLedger.NeverTwice(runs, _eager));
            Assert.Empty(RunLedger.NeverPartial(runs, TimeSpan.FromSeconds(20), TimeProvider.System.GetUtcNow(), _sizes));
        }
        Assert.Empty(RunLedger.PhysicalFit(runs, Fleet.Machines()));
    }

    /// <summary>When nothing runs, nothing is held, and nothing is left in the clusters but strangers.</summary>
    public async Task CheckNothingLeaksAsync(params AttemptRef[] strangers)
    {
        await CheckNothingIsHeldAsync();
        foreach (var (name, _) in _options.Clusters.Where(c => !_options.Unregistered.Contains(c.Name)))
            await Poll.UntilAsync($"cluster {name} has no anchor", async () => string.Join(' ', (await Fleet.AnchorsAsync(name)).Except(strangers)), static a => a.Length == 0, TimeSpan.FromSeconds(60), Tail);
    }

    /// <summary>When nothing runs, nothing is held: by no queue, no cluster and no node.</summary>
    public async Task CheckNothingIsHeldAsync()
    {
        foreach (var queue in _options.Queues)
            await Poll.UntilAsync($"queue {queue.Name} is charged with nothing and nothing waits", () => Queue(queue.Name).Get(),
                static q => q.Admitted == 0 && q.Pending == 0 && q.Usage.All(static u => u.Resources.IsEmpty), context: Tail);
        foreach (var (name, _) in _options.Clusters.Where(c => !_options.Unregistered.Contains(c.Name)))
            await Poll.UntilAsync($"cluster {name} holds no gang", () => Cluster(name).Get(), static c => c.Gangs == 0 && c.Used.IsEmpty, context: Tail);
        foreach (var (cluster, node, allocatable) in Fleet.Machines().Where(m => !_options.Unregistered.Contains(m.Cluster)))
            await FreeAsync(cluster, node, allocatable);
    }

    public async ValueTask DisposeAsync()
    {
        if (_ended)
            return;
        _ended = true;
        await _ending.CancelAsync();
        await _waking;
        _ending.Dispose();
        await _silos.DisposeAsync();
        try
        {
            CheckInvariants();
        }
        finally
        {
            await Fleet.DisposeAsync();
            await _store.DisposeAsync();
            _directory.Delete(recursive: true);
        }
    }

    public string Tail() => "\n" + Log.Tail();

    // A probe that asks for everything: granted only where nothing is held. Given back at once.
    private async Task FreeAsync(string cluster, string node, ResourceVector allocatable)
    {
        var probe = new JobId("probe", "p" + Guid.NewGuid().ToString("N")[..12]);
        var number = 0;
        await Poll.UntilAsync($"node {cluster}/{node} holds nothing", async () =>
        {
            var attempt = Attempt.Of(1, ++number);
            var reply = await Node(cluster, node).Prepare(new PrepareRequest { Job = probe, Attempt = attempt, Seq = long.MaxValue, Ask = allocatable });
            await Node(cluster, node).Release(probe, attempt);
            return reply;
        }, static r => r.Outcome == PrepareOutcome.Granted, context: Tail);
    }

    private ClusterSpec[] Configured => [.. Fleet.Specs.Where(s => !_options.Unregistered.Contains(s.Name))];

    private void Configure(ISiloBuilder silo)
    {
        _options.Services(silo.Services);
        silo.Services.TryAddSingleton(TimeProvider.System);
        silo.Services.AddSingleton(Ledger);
        silo.Services.AddSingleton<IClusterGateways>(Fleet);
        silo.Services.AddSingleton<ILoggerProvider>(Log);
        silo.Services.AddLogging(static logging => logging.SetMinimumLevel(LogLevel.Debug));
        silo.Services.AddMusterGrains();
        silo.Services.Configure<SiloMessagingOptions>(o => o.ResponseTimeout = _options.ResponseTimeout);
        silo.Services.Configure<FleetOptions>(o => (o.Clusters, o.Queues, o.Flavors) = (Configured, _options.Queues, _options.Flavors));
        silo.Services.Configure<NodeOptions>(o => o.ClaimTtl = _options.Nodes.ClaimTtl);
        silo.Services.Configure<JobOptions>(o =>
        {
            (o.StartTimeout, o.FirstBackoff, o.ConflictBackoff) = (_options.Jobs.StartTimeout, _options.Jobs.FirstBackoff, _options.Jobs.ConflictBackoff);
            (o.PrepareFanOut, o.KeepActiveBelow) = (_options.Jobs.PrepareFanOut, _options.Jobs.KeepActiveBelow);
        });
        silo.Services.Configure<QueueOptions>(o =>
        {
            (o.MaxPending, o.Window, o.RoundAdmissions) = (_options.QueueLimits.MaxPending, _options.QueueLimits.Window, _options.QueueLimits.RoundAdmissions);
            (o.SweepInterval, o.SweepBatch) = (_options.QueueLimits.SweepInterval, _options.QueueLimits.SweepBatch);
        });
        silo.Services.Configure<MemberClusterOptions>(o =>
        {
            var from = _options.MemberClusters;
            var slowness = Fleet.Slowness;
            (o.HeartbeatInterval, o.SuspectAfter, o.LostAfter, o.BackAfter) =
                (from.HeartbeatInterval * slowness, from.SuspectAfter * slowness, from.LostAfter * slowness, from.BackAfter * slowness);
            (o.MaxDispatches, o.BindWindow, o.ResyncInterval, o.FailoversPerSecond) = (from.MaxDispatches, from.BindWindow, from.ResyncInterval * slowness, from.FailoversPerSecond);
            (o.MaxSuperseded, o.WitnessInterval) = (from.MaxSuperseded, from.WitnessInterval);
        });
    }
}
