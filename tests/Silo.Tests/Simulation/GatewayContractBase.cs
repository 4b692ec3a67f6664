using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>What the contract's tests need to know of a cluster.</summary>
public abstract class GatewayContractBase
{
    /// <summary>The way that is tested.</summary>
    protected abstract IClusterGateway Gateway { get; }

    /// <summary>At least three nodes with room for a pod of 1 cpu from each test.</summary>
    protected abstract ImmutableArray<string> Nodes { get; }

    /// <summary>Lets time pass in the cluster.</summary>
    protected abstract Task PassAsync(TimeSpan time);

    /// <summary>A pod that runs so long, if nobody stops it.</summary>
    protected abstract PodTemplate Template(string duration);

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected GangPlan Plan(string duration = "1m") => Gangs.Plan(Gangs.NewJob(), Gangs.First, Template(duration), Nodes);

    protected Task<ImmutableArray<PodObservation>> PodsAsync(GangPlan plan) => Gateway.ListPodsAsync(plan.Job, plan.Attempt, Token);

    protected async Task<GangPlan> StartAsync(string duration)
    {
        var plan = Plan(duration);
        await Gateway.BindAsync(plan.Job, plan.Attempt, Gangs.Bindings(plan, await Gateway.CreateAsync(plan, Token)), Token);
        return plan;
    }

    protected Task GoneAsync(GangPlan plan) => EventuallyAsync(async () => (await PodsAsync(plan)).IsEmpty);

    protected async Task EventuallyAsync(Func<Task<bool>> condition)
    {
        for (var i = 0; i < 200; i++)
        {
            if (await condition())
                return;
            await PassAsync(TimeSpan.FromMilliseconds(50));
        }
        Assert.Fail("It did not come true within 10 seconds.");
    }
}
