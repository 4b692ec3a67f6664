using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>What every watch must do, of a simulated cluster or a real one.</summary>
public abstract class WatchContract : GatewayContractBase
{
    [Fact]
    public async Task Watch_FromAList_ShowsWhatCameAfterIt()
    {
        var list = await Gateway.ListAsync(Token);
        var plan = await StartAsync("100ms");
        await EventuallyAsync(async () => (await PodsAsync(plan)).All(p => p.Phase == PodPhase.Succeeded));
        await Gateway.CleanUpAsync(plan.Job, plan.Attempt, Token);
        var events = await TakeAsync(list.Revision, plan.Job, plan.Pods.Length);
        foreach (var pod in events.GroupBy(e => (e.Pod ?? e.RemovedPod)!.Name))
        {
            var phases = pod.Where(e => e.Pod is not null).Select(e => e.Pod!.Phase).ToList();
            Assert.Equal(phases.Order(), phases);
            Assert.Equal((PodPhase.Unbound, PodPhase.Succeeded), (phases[0], phases[^1]));
            Assert.NotNull(pod.Last().RemovedPod);
        }
    }

    [Fact]
    public async Task Watch_Resumed_GoesOnWithoutAGap()
    {
        var list = await Gateway.ListAsync(Token);
        var plan = Plan();
        await Gateway.CreateAsync(plan, Token);
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await GoneAsync(plan);
        var all = await TakeAsync(list.Revision, plan.Job, plan.Pods.Length);
        for (var i = 0; i < all.Count - 1; i++)
        {
            var rest = await TakeAsync(all[i].Revision, plan.Job, all.Skip(i + 1).Count(e => e.RemovedPod is not null));
            Assert.Equal(all.Skip(i + 1).Select(e => e.Revision), rest.Select(e => e.Revision));
        }
    }

    [Fact]
    public async Task Watch_BeforeTheChange_IsWoken()
    {
        var list = await Gateway.ListAsync(Token);
        var plan = Plan();
        var watchers = Enumerable.Range(0, 3).Select(_ => TakeAsync(list.Revision, plan.Job, plan.Pods.Length)).ToList();
        await Gateway.CreateAsync(plan, Token);
        await Gateway.StopAsync(plan.Job, plan.Attempt, Token);
        await GoneAsync(plan);
        var seen = await Task.WhenAll(watchers);
        Assert.All(seen, events => Assert.Equal(seen[0].Select(e => e.Revision), events.Select(e => e.Revision)));
    }

    [Fact]
    public async Task Watch_Cancelled_Ends()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var list = await Gateway.ListAsync(Token);
        await using var watch = Gateway.WatchAsync(list.Revision, cancel.Token).GetAsyncEnumerator(Token);
        var next = watch.MoveNextAsync().AsTask();
        await cancel.CancelAsync();
        await Task.WhenAny(next).WaitAsync(TimeSpan.FromSeconds(10), Token);
        Assert.True(next.IsCanceled || (next.IsCompletedSuccessfully && !await next));
    }

    // A job's events from a revision on, up to so many removals.
    private async Task<List<ClusterEvent>> TakeAsync(string revision, JobId job, int removals)
    {
        var events = new List<ClusterEvent>();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Token);
        timeout.CancelAfter(TimeSpan.FromSeconds(20));
        await foreach (var e in Gateway.WatchAsync(revision, timeout.Token))
        {
            if ((e.Pod ?? e.RemovedPod)?.Job == job)
                events.Add(e);
            if (events.Count(x => x.RemovedPod is not null) == removals)
                break;
        }
        return events;
    }
}
