using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Muster.Contracts;
using Muster.ControlPlane;
using Muster.Silo.Tests;

namespace Muster.Kubernetes.Tests;

/// <summary>What happens to the nodes of a real cluster, and to pods by other hands than Muster's.</summary>
[Collection(RealClusterGroup.Name)]
public sealed class RealNodesTests
{
    private readonly RealCluster _cluster;
    private readonly string _node = "own-" + Guid.NewGuid().ToString("N")[..8];

    public RealNodesTests(RealCluster cluster)
    {
        _cluster = cluster;
        cluster.Require();
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private KubernetesClusterGateway Gateway => _cluster.Gateway;

    [Fact]
    public async Task Watch_ForeignPodsFillANode_ItsCapacityFollows()
    {
        await _cluster.Hollow.AddAsync(HollowNode.Of(_node, cpu: 4), Token);
        var list = await Gateway.ListAsync(Token);
        Assert.Equal(4000, list.Nodes.Single(n => n.Name == _node).Capacity[ResourceNames.Cpu]);
        var name = "foreign-" + _node;
        await _cluster.PostAsync("api/v1/namespaces/default/pods", $$$"""
            {"metadata":{"name":"{{{name}}}"},"spec":{"nodeName":"{{{_node}}}","containers":[{"name":"main","image":"x","resources":{"requests":{"cpu":"3"} } }]} }
            """);
        var filled = await NextAsync(list.Revision, e => e.Node?.Name == _node && e.Node.Foreign[ResourceNames.Cpu] == 3000);
        Assert.Equal((1000, 1000), (filled.Node!.Capacity[ResourceNames.Cpu], filled.Node.Foreign[ResourceNames.Pods]));
        await _cluster.DeleteAsync($"api/v1/namespaces/default/pods/{name}?gracePeriodSeconds=0");
        await NextAsync(filled.Revision, e => e.Node?.Name == _node && e.Node.Foreign.IsEmpty);
    }

    [Fact]
    public async Task Watch_NodeIsDeleted_ItsPodsAreLost()
    {
        await _cluster.Hollow.AddAsync(HollowNode.Of(_node), Token);
        var list = await Gateway.ListAsync(Token);
        var plan = await StartAsync();
        await NextAsync(list.Revision, e => e.Pod is { Phase: PodPhase.Running } pod && pod.Job == plan.Job);
        await _cluster.Hollow.RemoveAsync(_node, Token);
        var gone = await NextAsync(list.Revision, e => e.RemovedPod?.Job == plan.Job);
        Assert.Equal(_node, gone.RemovedPod!.Node);
        // Its object is there for a while, until the cluster collects it; it is no evidence of a pod that runs.
        Assert.Empty(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token));
        Assert.DoesNotContain((await Gateway.ListAsync(Token)).Pods, p => p.Job == plan.Job);
    }

    [Fact]
    public async Task Watch_NodeIsNotReady_ClosesAndItsPodsStay()
    {
        await _cluster.Hollow.AddAsync(HollowNode.Of(_node), Token);
        var list = await Gateway.ListAsync(Token);
        var plan = await StartAsync();
        await _cluster.Hollow.KillAsync(_node, Token);
        var closed = await NextAsync(list.Revision, e => e.Node?.Name == _node && !e.Node.Schedulable);
        Assert.Single(await Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token));
        await _cluster.Hollow.ReviveAsync(_node, Token);
        await NextAsync(closed.Revision, e => e.Node?.Name == _node && e.Node.Schedulable);
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
    }

    [Fact]
    public async Task Watch_NodeShrinks_ShowsLess()
    {
        await _cluster.Hollow.AddAsync(HollowNode.Of(_node, gpu: 8), Token);
        var list = await Gateway.ListAsync(Token);
        await _cluster.Hollow.SetAllocatableAsync(_node, [new("cpu", "8"), new("memory", "32Gi"), new("pods", "110"), new("nvidia.com/gpu", "4")], Token);
        await NextAsync(list.Revision, e => e.Node?.Name == _node && e.Node.Allocatable[ResourceNames.Gpu] == 4000 && e.Node.Schedulable);
    }

    [Fact]
    public async Task Watch_KubeletRejects_ThePodIsRejectedAndNotFailed()
    {
        await _cluster.Hollow.AddAsync(HollowNode.Of(_node, cpu: 1), Token);
        var list = await Gateway.ListAsync(Token);
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, RealTime.Template("1m"), _node, _node);
        await Gateway.BindAsync(plan.Job, plan.Attempt, Gangs.Bindings(plan, await Gateway.CreateAsync(plan, Token)), Token);
        var rejected = await NextAsync(list.Revision, e => e.Pod is { Phase: PodPhase.Rejected } pod && pod.Job == plan.Job);
        Assert.StartsWith("OutOfcpu", rejected.Pod!.Message, StringComparison.Ordinal);
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
    }

    [Fact]
    public async Task Watch_PodIsDeletedByHand_IsGoneAndNotFailed()
    {
        await _cluster.Hollow.AddAsync(HollowNode.Of(_node), Token);
        var list = await Gateway.ListAsync(Token);
        var plan = await StartAsync();
        await NextAsync(list.Revision, e => e.Pod is { Phase: PodPhase.Running } pod && pod.Job == plan.Job);
        await _cluster.DeleteAsync($"api/v1/namespaces/default/pods/{plan.Pods[0].Name}");
        var seen = new List<PodPhase>();
        await NextAsync(list.Revision, e =>
        {
            if (e.Pod?.Job == plan.Job)
                seen.Add(e.Pod.Phase);
            return e.RemovedPod?.Job == plan.Job;
        });
        Assert.DoesNotContain(PodPhase.Failed, seen);
    }

    [Fact]
    public async Task Watch_ApiServerIsCutOffForAWhile_NothingIsMissed()
    {
        var list = await Gateway.ListAsync(Token);
        await _cluster.Hollow.AddAsync(HollowNode.Of(_node), Token);
        var plan = await StartAsync("300ms");
        _cluster.Plane.Proxy.Mode = ProxyMode.Refuse;
        try
        {
            await RealTime.UntilAsync(() => Task.FromResult(_cluster.Hollow.ReadRuns().Any(r => r.Job == plan.Job && r.Ended is not null)), "it ended meanwhile");
            await Assert.ThrowsAsync<ClusterUnreachableException>(() => Gateway.ProbeAsync(Token));
        }
        finally
        {
            _cluster.Plane.Proxy.Mode = ProxyMode.Open;
        }
        await NextAsync(list.Revision, e => e.Pod is { Phase: PodPhase.Succeeded } pod && pod.Job == plan.Job);
        await Gateway.CleanUpAsync(plan.Job, plan.Attempt, Token);
    }

    private async Task<GangPlan> StartAsync(string duration = "1m")
    {
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, RealTime.Template(duration), _node);
        await Gateway.BindAsync(plan.Job, plan.Attempt, Gangs.Bindings(plan, await Gateway.CreateAsync(plan, Token)), Token);
        return plan;
    }

    private async Task<ClusterEvent> NextAsync(string revision, Func<ClusterEvent, bool> wanted, [CallerArgumentExpression(nameof(wanted))] string what = "")
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Token);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        try
        {
            await foreach (var change in Gateway.WatchAsync(revision, patience.Token))
                if (wanted(change))
                    return change;
        }
        catch (OperationCanceledException) when (!Token.IsCancellationRequested)
        {
            Assert.Fail($"It was not shown within 30 s: {what}");
        }
        throw new InvalidOperationException("The watch ended.");
    }
}
