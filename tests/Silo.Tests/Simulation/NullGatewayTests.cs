using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>The cluster that costs nothing.</summary>
public sealed class NullGatewayTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Bind_AGang_HasSucceededAtOnceAndIsSeen()
    {
        var gateway = new NullGateway("null", 3, time: new ManualTimeProvider());
        var list = await gateway.ListAsync(Token);
        Assert.Equal(3, list.Nodes.Length);
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(), list.Nodes.Select(n => n.Name));
        var pods = await gateway.CreateAsync(plan, Token);
        Assert.All(pods, p => Assert.Equal(PodPhase.Unbound, p.Phase));
        await gateway.BindAsync(plan.Job, plan.Attempt, Gangs.Bindings(plan, pods), Token);
        Assert.All(await gateway.ListPodsAsync(plan.Job, plan.Attempt, Token), p => Assert.Equal(PodPhase.Succeeded, p.Phase));
        await gateway.CleanUpAsync(plan.Job, plan.Attempt, Token);
        Assert.Empty(await gateway.ListPodsAsync(plan.Job, plan.Attempt, Token));

        var events = new List<ClusterEvent>();
        await foreach (var e in gateway.WatchAsync(list.Revision, Token))
        {
            events.Add(e);
            if (events.Count == 6)
                break;
        }
        Assert.Equal(plan.Pods.Select(p => (p.Node, PodPhase.Succeeded)), events.Take(3).Select(e => (e.Pod!.Node!, e.Pod.Phase)));
        Assert.All(events.Skip(3), e => Assert.NotNull(e.RemovedPod));
    }

    [Fact]
    public async Task Bind_AfterStop_IsRefused()
    {
        var gateway = new NullGateway("null", 1);
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(), "null-00001");
        var bindings = Gangs.Bindings(plan, await gateway.CreateAsync(plan, Token));
        await gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await Assert.ThrowsAsync<BindingRefusedException>(() => gateway.BindAsync(plan.Job, plan.Attempt, bindings, Token));
    }
}
