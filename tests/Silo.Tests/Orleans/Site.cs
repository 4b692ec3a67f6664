using System.Globalization;
using System.Text.Json.Nodes;
using Muster.Contracts;
using Muster.ControlPlane;
using Muster.Ledger.Tests;
using StackExchange.Redis;

namespace Muster.Silo.Tests;

/// <summary>
/// What a test of several silos has for itself: Redis, a cluster with a real API server and others' pods in it, three silos, and gangs
/// that come in.
/// </summary>
internal sealed class Site : IAsyncDisposable
{
    public const string Cluster = "east";

    /// <summary>A queue with a quota that its gangs have to wait for.</summary>
    public const string NarrowQueue = "narrow";

    public static readonly ResourceVector NarrowQuota = ResourceVector.Of((ResourceNames.Cpu, 24_000));

    private const string MembersKey = "muster/members/muster";
    private const int MaxFindings = 50;
    private const int SiloCount = 3;
    private const int NodeCount = 8;

    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-site-");
    private readonly SiteOptions _options;
    private readonly List<SiloWires> _wires = [];

    private Site(SiteOptions options)
    {
        _options = options;
        Redis = RedisServer.Start();
        Members = options.TwoRedis ? RedisServer.Start() : Redis;
    }

    /// <summary>The ledger's.</summary>
    public RedisServer Redis { get; }

    /// <summary>The one in which silos find each other.</summary>
    public RedisServer Members { get; }

    public ControlPlane.ControlPlane Plane { get; private set; } = null!;

    public HollowNodes Nodes { get; private set; } = null!;

    public ForeignObjects Foreign { get; private set; } = null!;

    public SiloSet Silos { get; private set; } = null!;

    public GangLoad Load { get; private set; } = null!;

    /// <summary>The wires of each silo.</summary>
    public IReadOnlyList<SiloWires> Wires => _wires;

    /// <summary>Starts all of it; skips the test where there is no control plane.</summary>
    public static async Task<Site> StartAsync(SiteOptions? options = null)
    {
        if (!Assets.AreThere && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip($"There is no control plane to test against: {Assets.Remedy}");
        var site = new Site(options ?? new());
        try
        {
            await site.BuildAsync();
            return site;
        }
        catch
        {
            await site.DisposeAsync();
            throw;
        }
    }

    /// <summary>Writes how the run went where it is seen.</summary>
    public static void Tell(string figures) => TestContext.Current.TestOutputHelper?.WriteLine(figures);

    /// <summary>Whether the table of silos has a silo as one that works.</summary>
    public bool IsMember(int silo) => ((RedisResult[])Members.Command("HVALS", MembersKey)!).Select(static r => JsonNode.Parse((string)r!) as JsonObject)
        .Any(row => (string?)row?["SiloName"] == $"silo-{silo}" && row["Status"]!.ToString() is "Active" or "3");

    /// <summary>Waits until a gang that is accepted from now on has run; tells how long that took.</summary>
    public Task<TimeSpan> FlowsAsync()
    {
        var begin = TimeProvider.System.GetUtcNow();
        return Poll.UntilAsync(() =>
        {
            var late = Load.Accepted.Where(a => a.At > begin).Select(static a => a.Job).ToHashSet();
            return Task.FromResult(Nodes.ReadRuns().Any(r => r.Started is not null && late.Contains(r.Job))
                ? null : $"{late.Count} gangs were accepted since, and none has run");
        }, Patience, Silos.Outputs);
    }

    /// <summary>Asks one silo after the other until one answers. One that the others have voted out, as on a busy machine, is started again.</summary>
    public async Task<T> AskAsync<T>(Func<SiloProcess, Task<T>> ask)
    {
        using var timer = new PeriodicTimer(Pace);
        var begin = TimeProvider.System.GetTimestamp();
        for (var turn = 0; ; turn++)
        {
            try
            {
                return await ask(Silos[turn % Silos.Count]);
            }
            catch (Exception problem) when (problem is HttpRequestException or MusterException or TaskCanceledException
                && !TestContext.Current.CancellationToken.IsCancellationRequested && TimeProvider.System.GetElapsedTime(begin) < Patience)
            {
                await Silos.RestartEndedAsync();
                await timer.WaitForNextTickAsync(TestContext.Current.CancellationToken);
            }
        }
    }

    /// <summary>Writes the figures of a run that is over.</summary>
    /// <param name="what">What was done to it.</param>
    /// <param name="faults">When; for the pauses that followed.</param>
    public async Task TellAsync(string what, params IReadOnlyCollection<DateTimeOffset> faults)
    {
        var changes = await new SiteReader(this).ReadChangesAsync();
        var narrow = changes.Where(static c => c.Queue == NarrowQueue).Select(static c => c.Job).ToHashSet();
        var free = Load.Accepted.Where(a => !narrow.Contains(a.Job)).ToList();
        Tell($"{Load.Accepted.Length} gangs, {what}; {GangFigures.Waits(free, Nodes.ReadRuns())}; {GangFigures.Pauses(changes, faults)}; {GangFigures.Slowest(changes)}");
    }

    /// <summary>Waits until every gang has ended, and looks whether all that must hold does.</summary>
    public async Task CheckAsync()
    {
        await Load.EndAsync();
        var run = await new SiteReader(this).ReadAsync();
        if (Invariants.Check(run) is { Length: > 0 } findings)
            Assert.Fail($"{findings.Length} findings:\n{string.Join('\n', findings.Take(MaxFindings))}{Silos.Outputs()}");
        Assert.All(run.Jobs.Values, static j => Assert.Equal(JobState.Succeeded, j.Status!.State));
    }

    public async ValueTask DisposeAsync()
    {
        Load?.Dispose();
        Silos?.Dispose();
        if (Nodes is not null)
            await Nodes.DisposeAsync();
        if (Plane is not null)
            await Plane.DisposeAsync();
        foreach (var wires in _wires)
            await wires.DisposeAsync();
        Redis.Dispose();
        if (Members != Redis)
            Members.Dispose();
        _data.Delete(recursive: true);
    }

    private async Task BuildAsync()
    {
        Plane = await ControlPlane.ControlPlane.StartAsync(new ControlPlaneOptions { Name = Cluster }, TestContext.Current.CancellationToken);
        var nodes = HollowNode.Many("east-", NodeCount, cpu: 32).ToList();
        Nodes = await HollowNodes.StartAsync(Plane, nodes, new HollowOptions(), TestContext.Current.CancellationToken);
        Foreign = await ForeignObjects.CreateAsync(Plane, [.. nodes.Select(static n => n.Name)]);
        Silos = new SiloSet(Redis, _data.FullName,
        [
            $"--Muster:Clusters:0:Name={Cluster}", $"--Muster:Clusters:0:Kubeconfig={Kubeconfig("all", Plane.Muster)}",
            $"--Muster:Queues:4:Name={NarrowQueue}", "--Muster:Queues:4:Quotas:0:Flavor=any", "--Muster:Queues:4:Quotas:0:Resources:cpu:Nominal=24",
            "--Muster:QueueLimits:SweepInterval=00:00:01",
            "--Muster:Limits:RequestsPerSecond=100000", "--Muster:Limits:Burst=100000", .. _options.Settings,
        ])
        {
            Clocks = _options.Clocks,
        };
        for (var i = 0; i < SiloCount; i++)
            await Silos.AddAsync(OwnSettings(i));
        Load = new GangLoad(Silos);
    }

    private IEnumerable<string> OwnSettings(int index) =>
        index == _options.Beside ? Ways(index).Append($"--Muster:Cluster:Beside:0={Cluster}") : Ways(index);

    private IEnumerable<string> Ways(int index)
    {
        if (_options.Proxied)
        {
            _wires.Add(new SiloWires(Redis.Port, Plane.Server.Port));
            var access = Plane.Muster with { Server = _wires[index].Server.Server };
            return [.. _wires[index].Settings(), $"--Muster:Clusters:0:Kubeconfig={Kubeconfig(index.ToString(CultureInfo.InvariantCulture), access)}"];
        }
        return [$"--Muster:Cluster:Redis={Members.Endpoint}"];
    }

    private string Kubeconfig(string name, ClusterAccess access) => Plane.WriteKubeconfig(access, Path.Combine(_data.FullName, $"{name}.kubeconfig"));
}
