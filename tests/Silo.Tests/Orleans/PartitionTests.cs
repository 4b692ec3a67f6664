using Muster.ControlPlane;

namespace Muster.Silo.Tests;

/// <summary>The network is cut here and there while gangs come in, and mended again.</summary>
[Trait("Category", "Slow")]
[Collection(nameof(Site))]
public sealed class PartitionTests
{
    private const int MostGangs = 2_000;
    private static readonly TimeSpan BetweenGangs = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(4);

    // Nothing is bound later than two seconds after the record was read; the rest is for a machine that is busy.
    private const string BindWindow = "00:00:02";
    private static readonly TimeSpan Settled = TimeSpan.FromSeconds(8);
    private static readonly TimeSpan Observed = TimeSpan.FromSeconds(4);

    private static readonly SiteOptions Options = new()
    {
        Proxied = true,
        Settings =
        [
            $"--Muster:MemberClusters:BindWindow={BindWindow}", "--Muster:MemberClusters:SuspectAfter=00:00:05", "--Muster:MemberClusters:BackAfter=00:00:01",
        ],
    };

    [Fact]
    public async Task Network_CutFromRedisAndFromTheCluster_IsAPauseThatHealsClean()
    {
        await using var site = await Site.StartAsync(Options);
        using var enough = new CancellationTokenSource();
        var load = site.Load.SubmitAsync(MostGangs, BetweenGangs, enough.Token);
        await site.FlowsAsync();
        // One of them has the grain of the cluster: it reaches the cluster, and not the record.
        foreach (var (wires, mode) in site.Wires.Zip((ProxyMode[])[ProxyMode.BlackHole, ProxyMode.Refuse, ProxyMode.BlackHole]))
            await CutAsync(site, $"one silo from Redis ({mode})", mode, Short, wires.Redis);
        await CutFromRedisAsync(site);
        await CutAsync(site, "all silos from the API server (BlackHole)", ProxyMode.BlackHole, Settled, [.. site.Wires.Select(static w => w.Server)]);
        await CutAsync(site, "all silos from the API server (Refuse)", ProxyMode.Refuse, Short, [.. site.Wires.Select(static w => w.Server)]);
        await enough.CancelAsync();
        await load;
        await site.CheckAsync();
        await site.TellAsync("cut off and mended");
    }

    [Fact]
    public async Task Network_CutBetweenSilos_LeavesNoTwoThatActForTheSame()
    {
        await using var site = await Site.StartAsync(Options with { Settings = [.. Options.Settings, .. SiteOptions.QuickVotes] });
        using var enough = new CancellationTokenSource();
        var load = site.Load.SubmitAsync(MostGangs, BetweenGangs, enough.Token);
        await site.FlowsAsync();
        // Nobody gets through to the first; it gets through to the others. Then nobody gets through to anybody.
        await CutAsync(site, "one silo from the others' connections", ProxyMode.BlackHole, Settled, site.Wires[0].Others);
        await CutAsync(site, "all silos from each other", ProxyMode.BlackHole, Settled, [.. site.Wires.Select(static w => w.Others)]);
        await enough.CancelAsync();
        await load;
        await site.Silos.RestartEndedAsync();
        await site.CheckAsync();
        await site.TellAsync("cut off and mended");
    }

    // No silo can know whether a gang may start still: none is bound.
    private static async Task CutFromRedisAsync(Site site)
    {
        foreach (var wires in site.Wires)
            wires.Redis.Mode = ProxyMode.BlackHole;
        await Pause.ForAsync(Settled);
        var from = TimeProvider.System.GetUtcNow();
        await Pause.ForAsync(Observed);
        var until = TimeProvider.System.GetUtcNow();
        foreach (var wires in site.Wires)
            wires.Redis.Mode = ProxyMode.Open;
        Site.Tell($"all silos from Redis for {until - from + Settled}: {(await site.FlowsAsync()).TotalSeconds:0.0} s until gangs ran again");
        Assert.DoesNotContain(site.Nodes.ReadRuns(), r => r.Bound > from && r.Bound < until);
    }

    private static async Task CutAsync(Site site, string what, ProxyMode mode, TimeSpan time, params ChaosProxy[] ways)
    {
        foreach (var way in ways)
            way.Mode = mode;
        await Pause.ForAsync(time);
        foreach (var way in ways)
            way.Mode = ProxyMode.Open;
        // Those that the others have declared dead have ended.
        var ended = await site.Silos.RestartEndedAsync();
        Site.Tell($"{what} for {time}: {ended} silos had to be started again, {(await site.FlowsAsync()).TotalSeconds:0.0} s until gangs ran again");
    }
}
