using Muster.Contracts;
using Muster.ControlPlane;

namespace Muster.Grains.Tests;

/// <summary>A cluster that was built anew under the name of one that had gangs.</summary>
[Trait("Category", "Slow"), Trait("Clusters", "Real")]
public sealed class RebuiltClusterTests
{
    [Fact]
    public async Task Rebuilt_UnderTheSameName_TakesNothingUntilItIsAcceptedAndHoldJobsRunThereThen()
    {
        await using var muster = await GrainCluster.StartAsync(new()
        {
            Clusters = [("east", 3), ("west", 2), ("spare", 0)],
            Unregistered = ["spare"],
            MemberClusters = RealClusters.Patient,
        });
        var (hold, next) = (Gang.Of("hold", pods: 2, cpu: "6", duration: "1500ms").On("east"), Gang.Of("next", pods: 2).On("east"));
        await muster.SubmitAsync(hold.With(s => s with { PodSets = [s.PodSets[0] with { Template = Gang.Of("x", cpu: "6", duration: "1h").Spec.PodSets[0].Template }] }));
        var held = await muster.UntilAsync("hold", JobState.Running);
        var (east, spare) = (muster.Real("east"), muster.Real("spare"));

        // The old one goes, with all its machines, and Muster sees none of it.
        east.Plane.Proxy.Mode = ProxyMode.Refuse;
        foreach (var node in new[] { "east-01", "east-02", "east-03" })
            await east.Nodes.RemoveAsync(node, TestContext.Current.CancellationToken);
        await east.Plane.KillApiServerAsync();
        foreach (var node in new[] { "east-01", "east-02", "east-03" })
            await spare.Nodes.AddAsync(HollowNode.Of(node, memory: "64Gi"), TestContext.Current.CancellationToken);
        east.WriteCredentials(spare.Plane.Muster);

        await muster.HealthAsync("east", ClusterHealth.Replaced);
        Assert.Contains("muster cluster accept east", (await muster.Cluster("east").Get()).Problem, StringComparison.Ordinal);
        await muster.SubmitAsync(next);
        await muster.SubmitAsync(Gang.Of("other", duration: "2s").On("west"));
        await muster.SucceedAsync("other");
        var waiting = await muster.RecordAsync("hold");
        Assert.Equal((JobState.Running, held.Attempt, ClusterHealth.Replaced), (waiting.State, waiting.Attempt, (await muster.Cluster("east").Get()).Health));
        Assert.Empty(await spare.LeftAsync());

        var accepted = TimeProvider.System.GetUtcNow();
        east.Gateway.Accept(await spare.UidAsync());
        await muster.UntilAsync("hold", "runs again", static r => r is { State: JobState.Running, Runs: 2, Retries: 0 });
        await muster.SucceedAsync("next");
        var runs = muster.Runs("hold");
        Assert.Equal(["east", "east", "spare", "spare"], runs.Select(static r => r.Cluster).Order());
        Assert.All(runs.Where(static r => r.Cluster == "spare").Concat(muster.Runs("next")), r => Assert.True(r.Created >= accepted.AddSeconds(-1) && r.Bound >= accepted, $"{r.Pod} was bound at {r.Bound:O}"));
        await muster.Job("hold").Cancel();
        await muster.EndAsync("hold");
        // What was left in the cluster that is gone is gone with it.
        await muster.CheckNothingIsHeldAsync();
        await muster.CheckEmptyAsync("spare");
    }
}
