using Muster.Contracts;
using Muster.Silo;

namespace Muster.Grains.Tests;

/// <summary>Nodes that go, pods that others delete, kubelets that refuse, and strangers that take room.</summary>
[Trait("Category", "Slow"), Trait("Clusters", "Real")]
public sealed class InterferenceTests
{
    private static readonly GrainClusterOptions Two = new() { Clusters = [("east", 3), ("west", 3)] };

    [Fact]
    public async Task Node_DeletedUnderAGang_TearsItDownWholeAndItRunsElsewhere()
    {
        await using var muster = await GrainCluster.StartAsync(Two);
        var job = Gang.Of("train", pods: 2, cpu: "6", duration: "3s");
        await muster.SubmitAsync(job);
        var lost = (await muster.UntilAsync("train", JobState.Running)).Placement!;
        await muster.Fleet.LoseNodeAsync(lost.Cluster.Value, lost.Nodes[0].Node);
        await muster.UntilAsync("train", "runs again", static r => r is { State: JobState.Running, Runs: 2 });
        await muster.RanAgainForFreeAsync(job);
        var attempts = muster.Runs("train").GroupBy(static r => r.Attempt).OrderBy(static a => a.Key).ToArray();
        Assert.All(attempts[0], r => Assert.Equal(r.Node == lost.Nodes[0].Node ? RunEnding.NodeLost : RunEnding.Stopped, r.Ending));
        Assert.DoesNotContain(attempts[1], r => r.Cluster == lost.Cluster.Value && r.Node == lost.Nodes[0].Node);
        Assert.All(attempts[1], static r => Assert.Equal(RunEnding.Succeeded, r.Ending));
    }

    [Fact]
    public async Task Pod_DeletedByHand_TearsItsGangDownAndItRunsAgain()
    {
        await using var muster = await GrainCluster.StartAsync(Two);
        var job = Gang.Of("train", pods: 3, cpu: "6", duration: "3s");
        await muster.SubmitAsync(job);
        await muster.UntilAsync("train", JobState.Running);
        var victim = muster.Runs("train")[1];
        await muster.Fleet.DeletePodAsync(victim.Cluster, victim.Pod);
        await muster.RanAgainForFreeAsync(job);
        Assert.All(muster.Runs("train").Where(r => r.Attempt == victim.Attempt), static r => Assert.Equal(RunEnding.Stopped, r.Ending));
        await muster.CheckNothingLeaksAsync();
    }

    [Fact]
    public async Task Kubelet_RefusesOnePod_TheGangRunsAgainForFree()
    {
        await using var muster = await GrainCluster.StartAsync(Two);
        muster.Real("east").Nodes.RejectNext(1, "OutOfcpu", "Pod Node didn't have enough resource: cpu, requested: 6000, used: 4000, capacity: 8000");
        var job = Gang.Of("train", pods: 3, cpu: "6", duration: "500ms").On("east");
        await muster.SubmitAsync(job);
        await muster.RanAgainForFreeAsync(job);
        Assert.Single(muster.Runs("train"), static r => r.Ending == RunEnding.Rejected);
        await muster.CheckNothingLeaksAsync();
        await muster.CheckEmptyAsync("east");
    }

    [Fact]
    public async Task Pods_ThatTheClusterCallsInvalid_AreChargedAndTheJobFails()
    {
        await using var muster = await GrainCluster.StartAsync(Two);
        var job = Gang.Of("wrong", pods: 2).Retry(1);
        var template = job.Spec.PodSets[0].Template.Json.Replace("\"containers\"", "\"volumes\":[{\"name\":\"Not A Name\",\"emptyDir\":{}}],\"containers\"", StringComparison.Ordinal);
        await muster.SubmitAsync(job.With(s => s with { PodSets = [s.PodSets[0] with { Template = new PodTemplate(template) }] }));
        var ended = await muster.EndAsync("wrong");
        Assert.Equal((JobState.Failed, ReasonCode.PodRejected, 2, 1), (ended.State, ended.Reason!.Code, ended.Runs, ended.Retries));
        Assert.Contains("spec.volumes[0].name", ended.Reason.Message, StringComparison.Ordinal);
        Assert.Empty(muster.Runs("wrong"));
        await muster.CheckNothingLeaksAsync();
        await muster.CheckEmptyAsync("east", "west");
    }

    [Fact]
    public async Task ForeignPods_ThatFillANode_KeepItsRoomUntilTheyAreGone()
    {
        await using var muster = await GrainCluster.StartAsync(Two);
        var east = muster.Real("east");
        var free = (await muster.Cluster("east").Get()).Capacity[ResourceNames.Cpu];
        await east.RunForeignAsync("stranger-1", "east-01", "3");
        await east.RunForeignAsync("stranger-2", "east-01", "4");
        await Poll.UntilAsync("their room is taken", muster.Cluster("east").Get, c => c.Capacity[ResourceNames.Cpu] == free - 7000, context: muster.Tail);
        var (pair, trio) = (Gang.Of("pair", pods: 2, cpu: "6", duration: "500ms").On("east"), Gang.Of("trio", pods: 3, cpu: "6", duration: "500ms").On("east"));
        await muster.SubmitAsync(pair);
        await muster.RanOnceAsync(pair);
        await muster.SubmitAsync(trio);
        var explanation = await Poll.UntilAsync("it is explained", muster.Job("trio").Explain, static e => e.Reason?.Code == ReasonCode.PlacementFailed, context: muster.Tail);
        Assert.Contains(explanation.Clusters, static c => c is { Cluster.Value: "east", Fits: false });
        Assert.DoesNotContain(muster.Fleet.ReadRuns(), static r => r.Node == "east-01");

        await east.DeletePodAsync("stranger-1");
        await east.DeletePodAsync("stranger-2");
        await muster.RanOnceAsync(trio);
        Assert.Contains(muster.Runs("trio"), static r => r.Node == "east-01");
        Assert.Empty(RunLedger.NeverRejected(muster.Fleet.ReadRuns()));
        await muster.CheckNothingLeaksAsync();
    }
}
