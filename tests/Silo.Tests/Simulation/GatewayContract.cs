using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>What every way to a cluster must do, simulated or real. Watches have a class of their own.</summary>
public abstract class GatewayContract : GatewayContractBase
{
    [Fact]
    public async Task Probe_Repeated_NamesTheSameCluster()
    {
        var first = await Gateway.ProbeAsync(Token);
        Assert.NotEmpty(first);
        Assert.Equal(first, await Gateway.ProbeAsync(Token));
    }

    [Fact]
    public async Task List_Always_HasNodesAndARevision()
    {
        var list = await Gateway.ListAsync(Token);
        Assert.NotEmpty(list.Revision);
        Assert.All(Nodes, name => Assert.Contains(list.Nodes, n => n.Name == name && n.Schedulable && !n.Allocatable.IsEmpty));
    }

    [Fact]
    public async Task Create_NewPods_AreUnboundAndListed()
    {
        var plan = Plan();
        var pods = await Gateway.CreateAsync(plan, Token);
        Assert.Equal(plan.Pods.Select(p => (p.Name, "main", p.Index)), pods.Select(p => (p.Name, p.PodSet, p.Index)));
        Assert.All(pods, p => Assert.Equal((plan.Job, plan.Attempt, null, PodPhase.Unbound), (p.Job, p.Attempt, p.Node, p.Phase)));
        Assert.Equal(pods.Length, pods.Select(p => p.Uid).Distinct().Count());
        Assert.Equal(pods.Select(p => p.Uid).Order(), (await PodsAsync(plan)).Select(p => p.Uid).Order());
        Assert.Equal(pods.Length, (await Gateway.ListAsync(Token)).Pods.Count(p => p.Job == plan.Job));
    }

    [Fact]
    public async Task Create_Repeated_ReturnsThePodsThatExist()
    {
        var plan = Plan();
        var part = await Gateway.CreateAsync(plan with { Pods = plan.Pods[..1] }, Token);
        var pods = await Gateway.CreateAsync(plan, Token);
        Assert.Equal(part[0].Uid, pods[0].Uid);
        Assert.Equal(pods.Select(p => p.Uid), (await Gateway.CreateAsync(plan, Token)).Select(p => p.Uid));
    }

    [Fact]
    public async Task Create_UnboundPods_NeverRun()
    {
        var plan = Plan();
        await Gateway.CreateAsync(plan, Token);
        await PassAsync(TimeSpan.FromSeconds(2));
        Assert.All(await PodsAsync(plan), p => Assert.Equal(PodPhase.Unbound, p.Phase));
    }

    [Fact]
    public async Task ListPods_OtherAttempt_HasNone()
    {
        var plan = Plan();
        await Gateway.CreateAsync(plan, Token);
        Assert.Empty(await Gateway.ListPodsAsync(plan.Job, Gangs.Second, Token));
    }

    [Fact]
    public async Task Bind_EveryPod_RunsAndSucceeds()
    {
        var plan = await StartAsync("1s");
        await EventuallyAsync(async () => (await PodsAsync(plan)).All(p => p.Phase == PodPhase.Running));
        Assert.Equal(plan.Pods.Select(p => p.Node).Order(), (await PodsAsync(plan)).Select(p => p.Node).Order());
        await EventuallyAsync(async () => (await PodsAsync(plan)).All(p => p.Phase == PodPhase.Succeeded));
    }

    [Fact]
    public async Task Bind_Repeated_ChangesNothing()
    {
        var plan = await StartAsync("1m");
        var pods = await PodsAsync(plan);
        await Gateway.BindAsync(plan.Job, plan.Attempt, [.. pods.Select(p => new PodBinding(p.Name, p.Uid, p.Node!))], Token);
        Assert.Equal(pods.Select(p => (p.Uid, p.Node)), (await PodsAsync(plan)).Select(p => (p.Uid, p.Node)));
    }

    [Theory]
    [InlineData("other uid")]
    [InlineData("other name")]
    [InlineData("other attempt")]
    public async Task Bind_NotThatPod_RefusesAndDoesNotBindIt(string what)
    {
        var plan = Plan();
        var bindings = Gangs.Bindings(plan, await Gateway.CreateAsync(plan, Token));
        var wrong = what switch
        {
            "other uid" => bindings[1] with { Uid = Guid.NewGuid().ToString() },
            "other name" => bindings[1] with { Name = bindings[1].Name + "-x" },
            _ => (await Gateway.CreateAsync(Gangs.Plan(plan.Job, Gangs.Second, Template("1m"), Nodes), Token))
                .Select(p => new PodBinding(p.Name, p.Uid, Nodes[1])).ElementAt(1),
        };
        await Assert.ThrowsAsync<BindingRefusedException>(() =>
            Gateway.BindAsync(plan.Job, plan.Attempt, bindings.SetItem(1, wrong), Token));
        var pods = (await PodsAsync(plan)).OrderBy(p => p.Index).ToList();
        // Bindings are sent side by side, so the others may be bound or not; a refused gang is torn down whole.
        Assert.Null(pods[1].Node);
        Assert.All(await Gateway.ListPodsAsync(plan.Job, Gangs.Second, Token), p => Assert.Null(p.Node));
    }

    [Fact]
    public async Task Bind_BoundElsewhere_Refuses()
    {
        var plan = await StartAsync("1m");
        var pod = (await PodsAsync(plan))[0];
        var elsewhere = Nodes.First(n => n != pod.Node);
        await Assert.ThrowsAsync<BindingRefusedException>(() =>
            Gateway.BindAsync(plan.Job, plan.Attempt, [new PodBinding(pod.Name, pod.Uid, elsewhere)], Token));
        Assert.Equal(pod.Node, (await PodsAsync(plan)).Single(p => p.Uid == pod.Uid).Node);
    }

    [Fact]
    public async Task Stop_UnboundPods_GoAndCannotBeBound()
    {
        var plan = Plan();
        var bindings = Gangs.Bindings(plan, await Gateway.CreateAsync(plan, Token));
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await Assert.ThrowsAsync<BindingRefusedException>(() => Gateway.BindAsync(plan.Job, plan.Attempt, bindings, Token));
        await GoneAsync(plan);
    }

    [Fact]
    public async Task Stop_RunningPods_AreTerminatingUntilTheyAreGone()
    {
        var plan = await StartAsync("1m");
        await EventuallyAsync(async () => (await PodsAsync(plan)).All(p => p.Phase == PodPhase.Running));
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        var pods = await PodsAsync(plan);
        Assert.All(pods, p => Assert.True(p.Terminating || p.Phase > PodPhase.Running));
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await GoneAsync(plan);
    }

    [Fact]
    public async Task Stop_OtherAttempt_IsLeftAlone()
    {
        var plan = await StartAsync("1m");
        await Gateway.StopAsync(plan.Job, Gangs.Second, Token);
        Assert.All(await PodsAsync(plan), p => Assert.False(p.Terminating));
    }

    [Fact]
    public async Task Stop_BeforeCreate_NothingOfItLives()
    {
        var plan = Plan();
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await CreateLateAsync(plan);
        await GoneAsync(plan);
    }

    [Fact]
    public async Task Create_AfterStop_NothingOfItLives()
    {
        var plan = Plan();
        await Gateway.CreateAsync(plan, Token);
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await CreateLateAsync(plan);
        await GoneAsync(plan);
    }

    [Fact]
    public async Task CleanUp_EndedPods_RemovesThem()
    {
        var plan = await StartAsync("100ms");
        await EventuallyAsync(async () => (await PodsAsync(plan)).All(p => p.Phase == PodPhase.Succeeded));
        await Gateway.CleanUpAsync(plan.Job, plan.Attempt, Token);
        await GoneAsync(plan);
        await Gateway.CleanUpAsync(plan.Job, plan.Attempt, Token);
    }

    // Refused or collected: both are allowed, living is not.
    private async Task CreateLateAsync(GangPlan plan)
    {
        try
        {
            await Gateway.CreateAsync(plan, Token);
        }
        catch (BindingRefusedException)
        {
        }
    }
}
