using System.Globalization;

namespace Muster.Kubernetes.Tests;

/// <summary>What holds with every API server, fake or real.</summary>
public abstract class ReflectorContract
{
    private protected abstract Task<IStage> StageAsync();

    [Fact]
    public async Task Run_RandomChangesUnderCuts_EndsWithTheServersState()
    {
        await using var stage = await StageAsync();
        var objects = new StageObjects(stage.Admin);
        await using var running = Run(stage, objects);
        var dice = new Random(11);
        for (var i = 0; i < 200; i++)
        {
            var name = $"{dice.Next(15)}";
            await (dice.Next(4) switch
            {
                0 => objects.CreateAsync(name),
                1 => objects.DeleteAsync(name),
                _ => objects.TouchAsync(name, i.ToString(CultureInfo.InvariantCulture)),
            });
            if (dice.Next(25) == 0)
                stage.Cut();
        }
        await HasAsync(running, objects);
    }

    [Fact]
    public async Task Run_HistoryForgottenUnderAnOpenWatch_GoesOn()
    {
        await using var stage = await StageAsync();
        var objects = new StageObjects(stage.Admin);
        await objects.CreateAsync("a");
        await using var running = Run(stage, objects);
        await running.SyncedAsync();
        await objects.CreateAsync("b");
        await stage.CompactAsync();
        await objects.DeleteAsync("a");
        await objects.CreateAsync("c");
        await HasAsync(running, objects);
    }

    [Fact]
    public async Task Run_HistoryForgottenWhileAway_LearnsWhatItMissed()
    {
        await using var stage = await StageAsync();
        var objects = new StageObjects(stage.Admin);
        await objects.CreateAsync("stays");
        await objects.CreateAsync("goes");
        await using var running = Run(stage, objects);
        await HasAsync(running, objects);

        stage.Block();
        await objects.DeleteAsync("goes");
        await objects.CreateAsync("comes");
        await objects.TouchAsync("stays", "changed");
        await stage.CompactAsync();
        stage.Unblock();

        await HasAsync(running, objects);
        Assert.Single(running.Sink.DeletedUids);
    }

    [Fact]
    public async Task Run_SameNameWithAnotherUidWhileAway_DeletesTheOldAndAddsTheNew()
    {
        await using var stage = await StageAsync();
        var objects = new StageObjects(stage.Admin);
        await objects.CreateAsync("phoenix");
        await using var running = Run(stage, objects);
        await HasAsync(running, objects);
        var old = Assert.Single(running.Sink.Items).Key;

        stage.Block();
        await objects.DeleteAsync("phoenix");
        await objects.CreateAsync("phoenix");
        await stage.CompactAsync();
        stage.Unblock();

        await HasAsync(running, objects);
        Assert.Equal([old], running.Sink.DeletedUids.Keys);
        Assert.NotEqual(old, Assert.Single(running.Sink.Items).Key);
    }

    [Fact]
    public async Task Run_ServerKilledAndStarted_GoesOn()
    {
        await using var stage = await StageAsync();
        var objects = new StageObjects(stage.Admin);
        await objects.CreateAsync("a");
        await using var running = Run(stage, objects);
        await HasAsync(running, objects);
        await stage.RestartAsync();
        await objects.CreateAsync("b");
        await objects.DeleteAsync("a");
        await HasAsync(running, objects);
    }

    [Fact]
    public async Task Run_ConnectionThatSaysNothing_IsOpenedAnew()
    {
        await using var stage = await StageAsync();
        var objects = new StageObjects(stage.Admin);
        await using var running = Run(stage, objects, Running.Quick with { Idle = TimeSpan.FromSeconds(2) });
        await running.SyncedAsync();
        // Comes by the watch, which is therefore open.
        await objects.CreateAsync("a");
        await HasAsync(running, objects);
        stage.BlackHole();
        await objects.CreateAsync("b");
        await objects.DeleteAsync("a");
        await Eventually.TrueAsync("silence noticed", () => running.Sink.Saw(ReflectorTroubleKind.Silent));
        stage.Unblock();
        await HasAsync(running, objects);
    }

    [Fact]
    public async Task Run_ListOfSeveralPages_IsWhole()
    {
        await using var stage = await StageAsync();
        var objects = new StageObjects(stage.Admin);
        for (var i = 0; i < 45; i++)
            await objects.CreateAsync($"{i}");
        await using var running = Run(stage, objects, Running.Quick with { PageSize = 10 });
        await HasAsync(running, objects);
        Assert.Equal(45, running.Sink.Items.Count);
        Assert.Equal(1, running.Sink.Syncs);
    }

    [Fact]
    public async Task RelistAsync_ChangeJustMade_IsToldBeforeItReturns()
    {
        await using var stage = await StageAsync();
        var objects = new StageObjects(stage.Admin);
        await using var running = Run(stage, objects);
        await running.SyncedAsync();
        for (var i = 0; i < 10; i++)
        {
            await objects.CreateAsync($"{i}");
            await running.Reflector.RelistAsync(TestContext.Current.CancellationToken);
            Assert.Equal(i + 1, running.Sink.Items.Count);
        }
    }

    private static Running Run(IStage stage, StageObjects objects, ReflectorOptions? options = null) =>
        new(stage.Server, objects.Path, options, objects.Labels);

    private static async Task HasAsync(Running running, StageObjects objects)
    {
        var expected = await objects.ReadAsync();
        await running.HasAsync(() => expected);
    }
}
