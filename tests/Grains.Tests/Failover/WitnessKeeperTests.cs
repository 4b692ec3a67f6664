using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>What a cluster knows of the ledger, before anything is done there and while it is.</summary>
public sealed class WitnessKeeperTests : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    private static readonly Guid Ancestor = Guid.NewGuid();

    private readonly HandClock _clock = new();
    private readonly RecordedGateway _cluster = new();
    private readonly ScriptedGuard _guard = new();
    private readonly GuardedGateway _gateway;
    private readonly WitnessKeeper _keeper;

    public WitnessKeeperTests()
    {
        _gateway = new GuardedGateway(_cluster, _guard) { Before = token => _keeper!.RequireAsync(token) };
        _keeper = new WitnessKeeper(new("east"), _gateway, _guard, new HashSet<Guid> { Ancestor }, Interval, _clock, NullLogger.Instance, CancellationToken.None);
    }

    public void Dispose() => _guard.Dispose();

    [Fact]
    public async Task Write_BeforeAnythingWasLookedAt_LooksFirstAndOnce()
    {
        await WriteAsync();
        await WriteAsync();
        Assert.Equal(["read witness", "stop", "stop"], _cluster.Calls);
    }

    [Fact]
    public async Task Write_WhileItIsBeingLookedAt_WaitsForOneLook()
    {
        var answer = new TaskCompletionSource();
        _cluster.Hold = answer.Task;
        var writes = new[] { WriteAsync(), WriteAsync(), WriteAsync() };
        Assert.Equal(["read witness"], _cluster.Calls);
        answer.SetResult();
        await Task.WhenAll(writes);
        Assert.Equal(["read witness", "stop", "stop", "stop"], _cluster.Calls);
    }

    [Fact]
    public async Task Look_WhereAnotherLedgerWas_StopsTheSilo()
    {
        var other = _cluster.Witness = new(Guid.NewGuid(), 7);
        var refusal = await Assert.ThrowsAsync<LedgerRolledBackException>(WriteAsync);
        foreach (var told in new[] { "'east'", $"{other.Incarnation}", "write 7", $"{_guard.Position.Incarnation}" })
            Assert.Contains(told, refusal.Message, StringComparison.Ordinal);
        Assert.NotNull(_guard.RolledBack);
        await _keeper.TendAsync();
        Assert.Equal(other, _cluster.Witness);
        Assert.Equal(["read witness"], _cluster.Calls);
    }

    [Fact]
    public async Task Look_WhereTheLedgerWasThatThisOneWasRecoveredFrom_PassesAndIsWrittenOver()
    {
        _cluster.Witness = new(Ancestor, 1_000);
        await WriteAsync();
        await _keeper.TendAsync();
        Assert.Null(_guard.RolledBack);
        Assert.Equal(_guard.Position, _cluster.Witness);
    }

    [Fact]
    public async Task Look_WhereTheLedgerWasFurther_StopsTheSilo()
    {
        _cluster.Witness = _guard.Position with { Counter = 2 };
        var refusal = await Assert.ThrowsAsync<LedgerRolledBackException>(WriteAsync);
        Assert.Contains("has seen it at write 2, and it is at write 1", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(["read witness"], _cluster.Calls);
    }

    [Fact]
    public async Task Look_WhereAnotherSiloHasWrittenWhatThisOneHasNotSeen_AsksTheLedger()
    {
        _cluster.Witness = _guard.Position with { Counter = 5 };
        _guard.Store = _guard.Position with { Counter = 6 };
        await WriteAsync();
        await _keeper.TendAsync();
        Assert.Equal((null, 6), (_guard.RolledBack, _cluster.Witness.Counter));
    }

    [Fact]
    public async Task Look_WhileTheLedgerDoesNotSayHowFarItIs_LetsNothingPass()
    {
        _cluster.Witness = _guard.Position with { Counter = 5 };
        _guard.Fault = new LedgerUnavailableException("It is silent (scripted).");
        await Assert.ThrowsAsync<LedgerUnavailableException>(WriteAsync);
        (_guard.Fault, _guard.Store) = (null, _guard.Position with { Counter = 5 });
        await WriteAsync();
        Assert.Equal(["read witness", "read witness", "stop"], _cluster.Calls);
    }

    [Fact]
    public async Task Look_AfterADoubt_IsTakenAgain()
    {
        await WriteAsync();
        _keeper.Doubt();
        _cluster.Witness = new(Guid.NewGuid(), 1);
        await Assert.ThrowsAsync<LedgerRolledBackException>(WriteAsync);
        Assert.Equal(["read witness", "stop", "read witness"], _cluster.Calls);
    }

    [Fact]
    public async Task Look_ThatIsRefused_IsPassedOverAfterAWhileAndShown()
    {
        _cluster.WitnessFaults = (new ClusterUnauthorizedException("leases is forbidden"), null);
        await Assert.ThrowsAsync<ClusterUnreachableException>(WriteAsync);
        Assert.Null(_keeper.Trouble);
        _clock.Advance(TimeSpan.FromSeconds(10));
        await WriteAsync();
        await WriteAsync();
        Assert.Equal(["read witness", "read witness", "stop", "stop"], _cluster.Calls);
        Assert.Contains("leases is forbidden", _keeper.Trouble, StringComparison.Ordinal);

        // Given the right, it is looked up after all.
        (_cluster.WitnessFaults, _cluster.Witness) = (default, new(Guid.NewGuid(), 1));
        await _keeper.TendAsync();
        Assert.NotNull(_guard.RolledBack);
    }

    [Fact]
    public async Task Tend_WritesWhereTheLedgerIsAndNothingWhileItStands()
    {
        await _keeper.TendAsync();
        Assert.Equal(_guard.Position, _cluster.Witness);
        var calls = _cluster.Calls.Count;
        await _keeper.TendAsync();
        Assert.Equal(calls, _cluster.Calls.Count);
        _guard.Position = _guard.Position with { Counter = 2 };
        await _keeper.TendAsync();
        Assert.Equal(_guard.Position, _cluster.Witness);
    }

    [Fact]
    public async Task Tend_WhereSomebodyHasComeFurther_LowersNothing()
    {
        await _keeper.TendAsync();
        var further = _cluster.Witness = _guard.Position with { Counter = 9 };
        _guard.Position = _guard.Position with { Counter = 2 };
        await _keeper.TendAsync();
        Assert.Equal(further, _cluster.Witness);
        Assert.NotNull(_guard.RolledBack);
    }

    [Fact]
    public async Task Tend_WhoseWritesAreRefused_IsShownUntilTheyAreNot()
    {
        _cluster.WitnessFaults = (null, new ClusterUnauthorizedException("leases is forbidden"));
        await _keeper.TendAsync();
        Assert.Contains("leases is forbidden", _keeper.Trouble, StringComparison.Ordinal);
        await WriteAsync();
        _cluster.WitnessFaults = default;
        await _keeper.TendAsync();
        Assert.Equal((null, _guard.Position), (_keeper.Trouble, _cluster.Witness));
    }

    private Task WriteAsync() => _gateway.StopAsync(new("default", "job"), Attempt.Of(1, 1), CancellationToken.None);
}
