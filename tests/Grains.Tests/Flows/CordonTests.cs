using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>What an operator cordoned takes nothing new until it is uncordoned, whatever happens in between.</summary>
public sealed class CordonTests
{
    private static readonly QueueSpec[] Tree = [new() { Name = "default" }, new() { Name = "all" }, new() { Name = "team", Parent = "all" }, new() { Name = "leaf", Parent = "team" }];

    private static Cordon Mark => new("new disks", "ops", TimeProvider.System.GetUtcNow());

    [Theory]
    [InlineData("leaf")]
    [InlineData("team")]
    [InlineData("all")]
    public async Task Queue_Cordoned_TakesJobsInAndAdmitsThemOnceItIsLifted(string cordoned)
    {
        await using var muster = await GrainCluster.StartAsync(new() { Queues = Tree });
        await muster.SubmitAsync(Gang.Of("runs", duration: "1h").In("leaf"));
        await muster.UntilAsync("runs", JobState.Running);
        var mark = Mark;
        await muster.Queue(cordoned).SetCordon(mark);
        Assert.Equal(mark, (await muster.Queue(cordoned).Get()).Cordon);
        await muster.SubmitAsync(Gang.Of("waits").In("leaf"));
        await muster.SubmitAsync(Gang.Of("elsewhere"));
        await muster.FinishAsync("runs", "elsewhere");
        var explanation = await muster.Job("waits").Explain();
        Assert.Equal((ReasonCode.QueueCordoned, $"queue {cordoned} is {mark.Describe()}"), (explanation.Reason!.Code, explanation.Reason.Message));
        Assert.Equal((1, 1, false), (explanation.Position, explanation.Pending, explanation.FitsIfFirst));

        await muster.RestartAsync();
        await muster.SubmitAsync(Gang.Of("elsewhere-again"));
        await muster.SucceedAsync("elsewhere-again");
        Assert.Equal(mark, (await muster.Queue(cordoned).Get()).Cordon);
        Assert.Equal(JobState.Queued, (await muster.RecordAsync("waits")).State);

        await muster.Queue(cordoned).SetCordon(null);
        Assert.Null((await muster.Queue(cordoned).Get()).Cordon);
        await muster.SucceedAsync("waits");
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Cluster_Cordoned_GetsNothingNewAndRunsOn()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2), ("west", 2)] });
        await muster.SubmitAsync(Gang.Of("runs", duration: "1h").On("east"));
        await muster.UntilAsync("runs", JobState.Running);
        var mark = Mark;
        await muster.Cluster("east").SetCordon(mark);
        Assert.Equal(mark, (await muster.Cluster("east").Get()).Cordon);
        await muster.SubmitAsync(Gang.Of("elsewhere", pods: 4));
        await muster.SubmitAsync(Gang.Of("waits").On("east"));
        await muster.FinishAsync("runs", "elsewhere");
        Assert.All(muster.Runs("elsewhere"), static r => Assert.Equal("west", r.Cluster));
        var explanation = await muster.Job("waits").Explain();
        Assert.Equal(ReasonCode.ClusterCordoned, explanation.Reason!.Code);
        Assert.Contains(mark.Describe(), explanation.Reason.Message, StringComparison.Ordinal);

        await muster.RestartAsync();
        await muster.ReadyAsync("east", "west");
        await muster.SubmitAsync(Gang.Of("elsewhere-again"));
        await muster.SucceedAsync("elsewhere-again");
        Assert.Equal((mark, JobState.Queued), ((await muster.Cluster("east").Get()).Cordon, (await muster.RecordAsync("waits")).State));

        await muster.Cluster("east").SetCordon(null);
        await muster.SucceedAsync("waits");
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Node_Cordoned_StaysSoThroughNewsOfItAndItsAbsenceAndRestarts()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 2)] });
        var (east, simulated, mark) = (muster.Cluster("east"), muster.Fleet.Simulated.Cluster("east"), Mark);
        await east.SetNodeCordon("east-01", mark);
        Assert.Equal((mark, false, true), Brief(await east.GetNodeSnapshot("east-01")));
        await muster.SubmitAsync(Gang.Of("elsewhere", pods: 3));
        await muster.SucceedAsync("elsewhere");
        Assert.All(muster.Runs("elsewhere"), static r => Assert.Equal("east-02", r.Node));

        simulated.SetForeign("east-01", ResourceVector.Of((ResourceNames.Cpu, 1_000)));
        await Poll.UntilAsync("the news has come", () => east.GetNodeSnapshot("east-01"), static n => !n.Node.Foreign.IsEmpty);
        Assert.Equal((mark, false, true), Brief(await east.GetNodeSnapshot("east-01")));

        simulated.LoseNode("east-01");
        await Poll.UntilAsync("it is gone", () => east.ListNodes(null, 10), static n => n.Length == 1);
        await east.SetNodeCordon("east-01", mark = mark with { Reason = "it was lost" });
        simulated.ReturnNode("east-01");
        await Poll.UntilAsync("it is back", () => east.ListNodes(null, 10), static n => n.Length == 2);
        Assert.Equal((mark, false, true), Brief(await east.GetNodeSnapshot("east-01")));

        await muster.RestartAsync();
        await muster.ReadyAsync("east");
        var shown = await Poll.UntilAsync("nodes are known", () => east.ListNodes(null, 10), static n => n.Length == 2);
        Assert.Equal((mark, false, true), Brief(shown[0]));
        Assert.Equal(PrepareOutcome.Unavailable, await PrepareAsync(muster, "east-01", 1));
        await muster.SubmitAsync(Gang.Of("both", pods: 15));
        await Poll.UntilAsync("it waits", muster.Job("both").Explain, static e => e.Reason?.Code == ReasonCode.PlacementFailed, context: muster.Tail);
        await east.SetNodeCordon("east-01", null);
        await muster.SucceedAsync("both");
        simulated.SetForeign("east-01", ResourceVector.Empty);
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task SetNodeCordon_OfANodeThatIsNotThere_SaysSo()
    {
        await using var muster = await GrainCluster.StartAsync();
        foreach (var cordon in new[] { Mark, null })
        {
            var error = await Assert.ThrowsAsync<NodeNotFoundException>(() => muster.Cluster("east").SetNodeCordon("nobody", cordon));
            Assert.Contains("nobody", error.Message, StringComparison.Ordinal);
        }
        await Assert.ThrowsAsync<NodeNotFoundException>(() => muster.Cluster("east").GetNodeSnapshot("nobody"));
    }

    [Theory]
    [InlineData("reason", 513, 'x')]
    [InlineData("reason", 2, '\n')]
    [InlineData("by", 254, 'x')]
    [InlineData("by", 1, '\u001b')]
    public async Task SetCordon_WithTextsThatAreNone_IsRefusedEverywhere(string field, int length, char of)
    {
        await using var muster = await GrainCluster.StartAsync();
        var text = new string(of, length);
        var cordon = field == "by" ? Mark with { By = text } : Mark with { Reason = text };
        foreach (var set in new Func<Task>[]
        {
            () => muster.Queue().SetCordon(cordon), () => muster.Cluster("east").SetCordon(cordon), () => muster.Cluster("east").SetNodeCordon("east-01", cordon),
        })
            Assert.Equal(field, Assert.Single((await Assert.ThrowsAsync<InvalidRequestException>(set)).Errors).Field);
        Assert.Null((await muster.Queue().Get()).Cordon);
    }

    // The round plans on what it knows; what was cordoned meanwhile refuses.
    [Theory]
    [InlineData("node")]
    [InlineData("cluster")]
    public async Task Cordon_WhileARoundThatKnewNothingOfItAdmits_HoldsAllTheSame(string what)
    {
        ScriptedLedger script = null!;
        await using var muster = await GrainCluster.StartAsync(new() { Clusters = [("east", 1)], Ledger = inner => script = new ScriptedLedger(inner) });
        var east = muster.Cluster("east");
        // The node has been used, and believes that it is free.
        await muster.SubmitAsync(Gang.Of("before"));
        await muster.SucceedAsync("before");
        await muster.CheckNothingLeaksAsync();
        Func<Cordon?, Task> set = what == "node" ? cordon => east.SetNodeCordon("east-01", cordon) : east.SetCordon;
        script.Play(new Once(static call => call is { Operation: "Admit", Job.Name: "late" }, _ => set(Mark)), after: false);
        await muster.SubmitAsync(Gang.Of("late"));
        await Poll.UntilAsync("it was admitted and sent back", () => muster.StatesAsync("late"),
            static states => states is [JobState.Queued, JobState.Admitted, JobState.Queued, ..], context: muster.Tail);
        await Poll.UntilAsync("it waits", muster.Job("late").Explain,
            e => e.Reason?.Code == (what == "node" ? ReasonCode.PlacementFailed : ReasonCode.ClusterCordoned), context: muster.Tail);
        Assert.Empty(muster.Runs("late"));
        Assert.Equal([JobState.Queued, JobState.Admitted, JobState.Queued], await muster.StatesAsync("late"));
        await set(null);
        await muster.SucceedAsync("late");
        await muster.CheckNothingLeaksAsync();
    }

    // Nobody knows what a ledger recorded that did not answer; it is looked up.
    [Fact]
    public async Task Cordon_ThatTheLedgerRecordedWithoutAnAnswer_HoldsSoon()
    {
        await using var muster = await GrainCluster.StartAsync(new() { Ledger = static inner => new DeafLedger(inner) });
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => muster.Cluster("east").SetNodeCordon("east-01", Mark));
        await Poll.UntilAsync("the node is cordoned", () => muster.Cluster("east").GetNodeSnapshot("east-01"), static n => n is { Cordon: not null, Schedulable: false });
        await Assert.ThrowsAsync<LedgerUnavailableException>(() => muster.Queue().SetCordon(Mark));
        await Poll.UntilAsync("the queue is cordoned", () => muster.Queue().Get(), static q => q.Cordon is not null);
    }

    private static (Cordon? Cordon, bool Schedulable, bool Reported) Brief(NodeSnapshot node) => (node.Cordon, node.Schedulable, node.Node.Schedulable);

    private static async Task<PrepareOutcome> PrepareAsync(GrainCluster muster, string node, int number) =>
        (await muster.Node("east", node).Prepare(new PrepareRequest
        {
            Job = new("probe", "p"), Attempt = Attempt.Of(1, number), Seq = long.MaxValue, Ask = ResourceVector.Of((ResourceNames.Cpu, 1)),
        })).Outcome;
}
