using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public abstract class AbortTests(Store store)
{
    public static TheoryData<JobState> AllStates => [.. Enum.GetValues<JobState>()];

    [Theory]
    [MemberData(nameof(AllStates))]
    public async Task TryAbort_OfTheAttemptThatHoldsPlaces_SaysCommitted(JobState state)
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(state);

        var outcome = await t.Ledger.TryAbortAsync(Sample.Id("a"), Life.First, Stop);
        var job = await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop);

        Assert.Equal(state.HoldsPlaces(), outcome.Committed);
        Assert.Equal(state.HoldsPlaces() ? Attempt.None : Life.First, job!.AbortedUpTo);
    }

    [Fact]
    public async Task TryAbort_OfAnotherAttempt_NeverTouchesTheOneThatHoldsPlaces()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.CommittedAsync();

        var outcome = await t.Ledger.TryAbortAsync(Sample.Id("a"), Attempt.Of(1, 2), Stop);

        Assert.False(outcome.Committed);
        Assert.Equal(JobState.Committed, (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!.State);
    }

    [Fact]
    public async Task TryAbort_OfAnEarlierAttempt_KeepsTheLaterMark()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.AdmittedAsync();
        await t.Ledger.TryAbortAsync(Sample.Id("a"), Attempt.Of(1, 5), Stop);

        await t.Ledger.TryAbortAsync(Sample.Id("a"), Attempt.Of(1, 3), Stop);
        await t.ReopenAsync();

        Assert.Equal(Attempt.Of(1, 5), (await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop))!.AbortedUpTo);
    }

    [Fact]
    public async Task TryAbort_OfAnUnknownJob_SaysNever()
    {
        await using var t = new TestLedger(store);

        Assert.False((await t.Ledger.TryAbortAsync(Sample.Id("a"), Life.First, Stop)).Committed);
    }

    [Fact]
    public async Task TryAbort_AgainstTheCommit_OneOfThemWins()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.OpenNodesAsync();
        for (var i = 0; i < 100; i++)
        {
            var name = $"j{i}";
            var epoch = (await t.Ledger.AdmittedAsync(name)).CoordinatorEpoch;

            var commit = Task.Run(() => t.Ledger.CommitAsync(t.Ledger.GoodCommit(name, epoch), Stop));
            var abort = Task.Run(() => t.Ledger.TryAbortAsync(Sample.Id(name), Attempt.Of(epoch, 1), Stop));

            Assert.Equal((await abort).Committed ? CommitResult.Committed : CommitResult.Aborted, (await commit).Result);
        }
    }

    [Fact]
    public async Task OpenJob_GrowsTheEpochOnlyWhileAdmitted()
    {
        await using var t = new TestLedger(store);
        foreach (var state in Enum.GetValues<JobState>())
        {
            await t.Ledger.BringToAsync(state, $"{state}");
            var before = (await t.Ledger.ReadJobAsync(Sample.Id($"{state}"), Stop))!.CoordinatorEpoch;

            var opened = await t.Ledger.OpenJobAsync(Sample.Id($"{state}"), Stop);

            Assert.Equal(state == JobState.Admitted, opened!.CoordinatorEpoch > before);
            Assert.Equal(Outcomes.Text(opened), Outcomes.Text(await t.Ledger.ReadJobAsync(Sample.Id($"{state}"), Stop)));
        }
        Assert.Null(await t.Ledger.OpenJobAsync(Sample.Id("unknown"), Stop));
    }

    [Fact]
    public async Task OpenJob_OfANameThatIsUsedAgain_NeverRepeatsAnEpoch()
    {
        await using var t = new TestLedger(store);
        var first = await t.Ledger.CommittedAsync();
        await t.Ledger.ApplyAsync(JobEvent.Succeed);
        Assert.Equal(DeletionResult.Deleted, (await t.Ledger.DeleteJobAsync(first.Id, null, Stop)).Result);

        await t.ReopenAsync();
        await t.Ledger.SubmitAsync(Sample.Submission("a", token: "another"), Stop);
        await t.Ledger.AdmitAsync("a");
        var again = await t.Ledger.OpenJobAsync(first.Id, Stop);

        Assert.True(again!.CoordinatorEpoch > first.CoordinatorEpoch);
    }
}
