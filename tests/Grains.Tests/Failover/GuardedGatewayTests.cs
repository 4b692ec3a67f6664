using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>Writes to clusters end with the ledger they rest on.</summary>
public sealed class GuardedGatewayTests
{
    private static readonly JobId Job = new("default", "job");

    public static TheoryData<string> Writes => ["create", "bind", "stop", "clean up", "write witness"];

    [Theory, MemberData(nameof(Writes))]
    public async Task Write_WhileTheLedgerIsSound_Passes(string write)
    {
        using var guard = new ScriptedGuard();
        var inner = new RecordedGateway();
        await Write(new GuardedGateway(inner, guard), write);
        Assert.Equal([write], inner.Calls);
    }

    [Theory, MemberData(nameof(Writes))]
    public async Task Write_AfterTheLedgerWasLost_IsNotMade(string write)
    {
        using var guard = new ScriptedGuard();
        var inner = new RecordedGateway();
        guard.Report("it went back");
        var refusal = await Assert.ThrowsAsync<LedgerRolledBackException>(() => Write(new GuardedGateway(inner, guard), write));
        Assert.Contains("it went back", refusal.Message, StringComparison.Ordinal);
        Assert.Empty(inner.Calls);
    }

    [Theory, MemberData(nameof(Writes))]
    public async Task Write_UnderWayWhenTheLedgerIsLost_IsCancelled(string write)
    {
        using var guard = new ScriptedGuard();
        var inner = new RecordedGateway { Hold = new TaskCompletionSource().Task };
        var writing = Write(new GuardedGateway(inner, guard), write);
        Assert.Equal([write], inner.Calls);
        guard.Report("it went back");
        await Assert.ThrowsAsync<LedgerRolledBackException>(() => writing.WaitAsync(Poll.Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Read_AfterTheLedgerWasLost_Passes()
    {
        using var guard = new ScriptedGuard();
        var inner = new RecordedGateway();
        guard.Report("it went back");
        var gateway = new GuardedGateway(inner, guard);
        await gateway.ProbeAsync(CancellationToken.None);
        await gateway.ListAsync(CancellationToken.None);
        await gateway.ListPodsAsync(Job, Attempt.Of(1, 1), CancellationToken.None);
        await gateway.ReadWitnessAsync(CancellationToken.None);
        Assert.Equal(["probe", "list", "list pods", "read witness"], inner.Calls);
    }

    private static Task Write(GuardedGateway gateway, string write) => write switch
    {
        "create" => gateway.CreateAsync(new GangPlan(Job, "u", Attempt.Of(1, 1), []), CancellationToken.None),
        "bind" => gateway.BindAsync(Job, Attempt.Of(1, 1), [], CancellationToken.None),
        "stop" => gateway.StopAsync(Job, Attempt.Of(1, 1), CancellationToken.None),
        "clean up" => gateway.CleanUpAsync(Job, Attempt.Of(1, 1), CancellationToken.None),
        _ => gateway.WriteWitnessAsync(new(Guid.Empty, 1), CancellationToken.None),
    };
}
