using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>Lists of jobs, page by page.</summary>
public abstract class PageTests(Store store)
{
    private const int Many = 2 * JobQuery.MaxExamined + 700;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ListJobs_InPages_GivesEveryJobOnceInEitherOrder(bool descending)
    {
        await using var t = new TestLedger(store);
        await SubmitAsync(t, 1_300);
        var gone = (await t.Ledger.ApplyAsync(JobEvent.Cancel, name: "j7")).Job!;
        await t.Ledger.DeleteJobAsync(gone.Id, null, Stop);

        var (jobs, pages) = await AllAsync(t, new() { Descending = descending });

        var seqs = Enumerable.Range(1, 1_300).Select(static i => (long)i).Where(s => s != gone.Seq);
        Assert.Equal(descending ? seqs.Reverse() : seqs, jobs.Select(static j => j.Seq));
        Assert.Equal(3, pages);
    }

    // The two that match are far apart: pages between them are empty, and say to go on.
    [Theory]
    [InlineData(false, "label")]
    [InlineData(true, "label")]
    [InlineData(false, "field")]
    [InlineData(true, "field")]
    [InlineData(false, "queue")]
    [InlineData(true, "queue")]
    [InlineData(false, "state")]
    [InlineData(true, "state")]
    public async Task ListJobs_OfWhichFewMatch_LooksAtABoundedNumberAtATime(bool descending, string by)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.SubmitAsync(Sample.Submission("first", queue: "rare"), Stop);
        await SubmitAsync(t, Many);
        await t.Ledger.SubmitAsync(Sample.Submission("last", queue: "rare"), Stop);
        foreach (var name in new[] { "first", "last" })
            await t.Ledger.ApplyAsync(JobEvent.Cancel, name: name);
        var query = by switch
        {
            "label" => new JobQuery { LabelSelector = LabelSelector.Parse("name in (first,last)") },
            "field" => new JobQuery { FieldSelector = FieldSelector.Parse("status.state=Cancelled") },
            "queue" => new JobQuery { Queue = "rare", Namespace = "team" },
            _ => new JobQuery { States = [JobState.Cancelled] },
        };

        var (jobs, pages) = await AllAsync(t, query with { Descending = descending });

        Assert.Equal(descending ? ["last", "first"] : ["first", "last"], jobs.Select(static j => j.Id.Name));
        Assert.Equal(3, pages);
    }

    [Fact]
    public async Task ListJobs_BySelectors_AllHold()
    {
        await using var t = new TestLedger(store);
        foreach (var state in Enum.GetValues<JobState>())
            await t.Ledger.BringToAsync(state, $"j-{(int)state}");
        async Task<string[]> NamesAsync(string labels, string fields, params JobState[] states) =>
        [
            .. (await t.Ledger.ListJobsAsync(new()
            {
                LabelSelector = LabelSelector.Parse(labels), FieldSelector = FieldSelector.Parse(fields), States = [.. states],
            }, Stop)).Items.Select(static j => j.Id.Name),
        ];

        Assert.Equal(["j-4"], await NamesAsync("name", "status.state=Running"));
        Assert.Equal(["j-3", "j-4"], await NamesAsync("name in (j-3,j-4,j-7)", "status.cluster=c1", JobState.Starting, JobState.Running));
        Assert.Equal(["j-0", "j-8", "j-9", "j-10"], await NamesAsync("", "status.cluster="));
        Assert.Equal(["j-10"], await NamesAsync("", "metadata.name=j-10,metadata.namespace=team,spec.queue=leaf,spec.priority=7"));
        Assert.Empty(await NamesAsync("!name", ""));
    }

    private static async Task SubmitAsync(TestLedger t, int count)
    {
        foreach (var some in Enumerable.Range(0, count).Chunk(2_000))
            await Task.WhenAll(some.Select(i => t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop)));
    }

    private static async Task<(List<JobRecord> Jobs, int Pages)> AllAsync(TestLedger t, JobQuery query)
    {
        var (jobs, pages) = (new List<JobRecord>(), 0);
        for (long? after = 0; after is { } begin; pages++)
        {
            var page = await t.Ledger.ListJobsAsync(query with { AfterSeq = begin }, Stop);
            jobs.AddRange(page.Items);
            after = page.Next;
        }
        return (jobs, pages);
    }
}
