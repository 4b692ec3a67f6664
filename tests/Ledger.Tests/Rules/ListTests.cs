using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public abstract class ListTests(Store store)
{
    [Fact]
    public async Task ListQueued_InPages_GivesEveryWaitingJobOnceInOrderOfChange()
    {
        await using var t = new TestLedger(store);
        await Task.WhenAll(Enumerable.Range(0, 2_500).Select(i => t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop)));
        await t.Ledger.SubmitAsync(Sample.Submission("else", queue: "other"), Stop);
        await t.Ledger.AdmitAsync("j0");
        await t.Ledger.AdmitAsync("j1");
        Assert.True((await t.Ledger.ApplyAsync(JobEvent.Requeue, name: "j1")).Applied);

        var (jobs, after) = (new List<QueuedJob>(), 0L);
        for (var page = await t.Ledger.ListQueuedAsync(new("leaf"), after, 1_000, Stop); !page.IsEmpty;
            page = await t.Ledger.ListQueuedAsync(new("leaf"), after, 1_000, Stop))
        {
            jobs.AddRange(page);
            after = page[^1].Change;
            Assert.Single(page.Select(job => job.Job.Demand).Distinct(ReferenceEqualityComparer.Instance));
        }

        Assert.Equal(2_499, jobs.DistinctBy(job => job.Job.Id).Count());
        Assert.Equal(2_499, jobs.Count);
        Assert.Equal(jobs.OrderBy(job => job.Change), jobs);
        Assert.Equal(Sample.Id("j1"), jobs[^1].Job.Id);
        Assert.DoesNotContain(jobs, job => job.Job.Id == Sample.Id("j0"));
        Assert.Equal((7, Outcomes.Text(Sample.Demand())), (jobs[0].Job.Priority, Outcomes.Text(jobs[0].Job.Demand)));
    }

    [Fact]
    public async Task ListJobs_Filters_AllHold()
    {
        await using var t = new TestLedger(store);
        foreach (var state in Enum.GetValues<JobState>())
            await t.Ledger.BringToAsync(state, $"{state}");
        await t.Ledger.SubmitAsync(Sample.Submission("x", ns: "else", queue: "other"), Stop);

        async Task<string[]> NamesAsync(JobQuery query) =>
            [.. (await t.Ledger.ListJobsAsync(query, Stop)).Items.Select(job => job.Id.Name)];

        Assert.Equal(["x"], await NamesAsync(new() { Namespace = "else" }));
        Assert.Equal(["x"], await NamesAsync(new() { Queue = "other" }));
        Assert.Equal(["Starting", "Fencing"], await NamesAsync(new() { States = [JobState.Fencing, JobState.Starting] }));
        Assert.Equal(["Queued", "Running"], await NamesAsync(new() { Namespace = "team", States = [JobState.Queued, JobState.Running] }));
        Assert.Equal(["Running"], await NamesAsync(new() { Namespace = "team", Queue = "leaf", States = [JobState.Running] }));
        Assert.Empty(await NamesAsync(new() { Namespace = "else", Queue = "leaf" }));
        Assert.Equal(["Admitted", "Committed"], await NamesAsync(new() { AfterSeq = 1, Limit = 2 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => NamesAsync(new() { Limit = JobQuery.MaxPage + 1 }));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => NamesAsync(new() { Limit = 0 }));
    }

    [Fact]
    public async Task ListStuck_GivesJobsThatAreLateInAState()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.AdmittedAsync("old");
        await t.Ledger.CommittedAsync("further");
        t.Time.Advance(TimeSpan.FromSeconds(5));
        await t.Ledger.AdmittedAsync("new");
        var now = t.Time.GetUtcNow();

        Assert.Equal([Sample.Id("old")], await t.Ledger.ListStuckAsync(Sample.Root, JobState.Admitted, now, 10, Stop));
        Assert.Equal(2, (await t.Ledger.ListStuckAsync(Sample.Root, JobState.Admitted, now.AddTicks(1), 10, Stop)).Length);
        Assert.Equal([Sample.Id("old")], await t.Ledger.ListStuckAsync(Sample.Root, JobState.Admitted, now.AddDays(1), 1, Stop));
        Assert.Empty(await t.Ledger.ListStuckAsync(new("other"), JobState.Admitted, now.AddDays(1), 10, Stop));
    }

    [Fact]
    public async Task ListPlaced_GivesWhatHoldsPlacesInACluster()
    {
        await using var t = new TestLedger(store);
        foreach (var state in Enum.GetValues<JobState>())
            await t.Ledger.BringToAsync(state, $"{state}");

        var placed = await t.Ledger.ListPlacedAsync(Sample.Cluster, Stop);

        Assert.Equal(Enum.GetValues<JobState>().Where(s => s.HoldsPlaces()), placed.Select(p => p.State));
        Assert.All(placed, p => Assert.Equal(1, p.Attempt.Try));
        Assert.Empty(await t.Ledger.ListPlacedAsync(new("elsewhere"), Stop));
    }

    [Fact]
    public async Task ListDependents_GivesJobsThatWait()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.SubmitAsync(Sample.Submission("b", needs: ["a"]), Stop);
        await t.Ledger.SubmitAsync(Sample.Submission("c", needs: ["team/a", "b"]), Stop);
        await t.Ledger.SubmitAsync(Sample.Submission("d", ns: "else", needs: ["a"]), Stop);
        await t.Ledger.SubmitAsync(Sample.Submission("e", needs: ["a"]), Stop);
        await t.Ledger.ApplyAsync(JobEvent.Cancel, name: "e");

        Assert.Equal([Sample.Id("b"), Sample.Id("c")], await t.Ledger.ListDependentsAsync(Sample.Id("a"), Stop));
        Assert.Equal([Sample.Id("c")], await t.Ledger.ListDependentsAsync(Sample.Id("b"), Stop));
        Assert.Empty(await t.Ledger.ListDependentsAsync(Sample.Id("c"), Stop));
    }

    [Fact]
    public async Task ReadStates_GivesWhatIsKnown()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(JobState.Running);

        var states = await t.Ledger.ReadStatesAsync([Sample.Id("a"), Sample.Id("unknown")], Stop);

        Assert.Equal([KeyValuePair.Create(Sample.Id("a"), JobState.Running)], states);
    }
}
