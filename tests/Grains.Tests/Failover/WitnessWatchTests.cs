using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>A silo looks itself what its clusters know of the ledger, whichever silo their grains live on.</summary>
public sealed class WitnessWatchTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    private readonly RecordedGateway _cluster = new();
    private readonly ScriptedGuard _guard = new();
    private readonly WitnessWatch _watch;

    public WitnessWatchTests()
    {
        var ledger = new GuardedLedger(_guard);
        var clusters = new ClusterRegistry(ledger, Options.Create(new FleetOptions { Clusters = [new ClusterSpec { Name = "east" }] }), TimeProvider.System, NullLogger<ClusterRegistry>.Instance);
        _watch = new WitnessWatch(ledger, new OneGateway(_cluster), clusters, Options.Create(new MemberClusterOptions { WitnessInterval = Interval }), TimeProvider.System);
    }

    public void Dispose()
    {
        _watch.Dispose();
        _guard.Dispose();
    }

    [Fact]
    public async Task Start_WhereAnotherLedgerWas_StopsTheSiloBeforeItServes()
    {
        _cluster.Witness = new(Guid.NewGuid(), 7);
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        Assert.NotNull(_guard.RolledBack);
        await _watch.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Start_WhereTheClusterIsSilent_LooksAgainUntilItAnswers()
    {
        _cluster.WitnessFaults = (new ClusterUnreachableException("It is silent (scripted)."), null);
        await _watch.StartAsync(TestContext.Current.CancellationToken);
        await Poll.UntilAsync("looks again", () => Task.FromResult(_cluster.Calls.Count), static count => count >= 3);
        Assert.Null(_guard.RolledBack);
        _cluster.Witness = new(Guid.NewGuid(), 7);
        _cluster.WitnessFaults = default;
        await Poll.UntilAsync("the silo stops acting", () => Task.FromResult(_guard.RolledBack), static fault => fault is not null);
        await _watch.StopAsync(TestContext.Current.CancellationToken);
    }

    private sealed class GuardedLedger(ILedgerGuard guard) : LedgerProxy(null!)
    {
        public override ILedgerGuard Guard => guard;

        public override ImmutableHashSet<Guid> Ancestors => [];
    }

    private sealed class OneGateway(IClusterGateway gateway) : IClusterGateways
    {
        public IClusterGateway Get(ClusterName cluster) => gateway;
    }
}
