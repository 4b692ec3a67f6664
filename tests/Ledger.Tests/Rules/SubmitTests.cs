using System.Text.Json;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public abstract class SubmitTests(Store store)
{
    [Fact]
    public async Task Submit_NewJob_IsRecordedWhole()
    {
        await using var t = new TestLedger(store);
        var submission = Sample.Submission("a");

        var outcome = await t.Ledger.SubmitAsync(submission, Stop);
        await t.ReopenAsync();
        var read = await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop);

        Assert.Equal(SubmissionResult.Created, outcome.Result);
        Assert.NotNull(read);
        Assert.Equal(Outcomes.Text(outcome.Job), Outcomes.Text(read));
        Assert.Equal(
            JsonSerializer.Serialize(submission.Job.Spec, MusterJson.Default.JobSpec),
            JsonSerializer.Serialize(read.Spec, MusterJson.Default.JobSpec));
        Assert.Equal(("uid-a", 1L, JobState.Queued, t.Time.GetUtcNow()), (read.Uid, read.Seq, read.State, read.SubmittedAt));
    }

    [Fact]
    public async Task Submit_WithoutUid_GetsOneThatIsKept()
    {
        await using var t = new TestLedger(store);
        var submission = Sample.Submission("a");
        submission = submission with { Job = submission.Job with { Metadata = submission.Job.Metadata with { Uid = "" } } };

        var created = await t.Ledger.SubmitAsync(submission, Stop);
        var repeated = await t.Ledger.SubmitAsync(submission, Stop);

        Assert.NotEmpty(created.Job!.Uid);
        Assert.Equal(created.Job.Uid, created.Job.Metadata.Uid);
        Assert.Equal(created.Job.Uid, repeated.Job!.Uid);
    }

    [Fact]
    public async Task Submit_SameTokenAndBody_IsToldTheRecordedJobAlsoAfterReopen()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.CommittedAsync();
        await t.ReopenAsync();

        var again = await t.Ledger.SubmitAsync(Sample.Submission("a"), Stop);

        Assert.Equal(SubmissionResult.Repeated, again.Result);
        Assert.Equal(JobState.Committed, again.Job!.State);
        Assert.Single((await t.Ledger.ListJobsAsync(new(), Stop)).Items);
    }

    [Fact]
    public async Task Submit_SameTokenOtherBody_IsAConflict()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync();

        var other = await t.Ledger.SubmitAsync(Sample.Submission("b", token: "token-a", hash: "other"), Stop);

        Assert.Equal((SubmissionResult.TokenConflict, null), (other.Result, other.Job));
        Assert.Null(await t.Ledger.ReadJobAsync(Sample.Id("b"), Stop));
    }

    [Fact]
    public async Task Submit_TakenName_IsRefused()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync();

        var other = await t.Ledger.SubmitAsync(Sample.Submission("a", token: "another"), Stop);

        Assert.Equal((SubmissionResult.NameTaken, null), (other.Result, other.Job));
    }

    [Fact]
    public async Task Submit_SameTokenAndNameInAnotherNamespace_IsAnotherJob()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync();

        var other = await t.Ledger.SubmitAsync(Sample.Submission("a", ns: "else"), Stop);

        Assert.Equal((SubmissionResult.Created, 2L), (other.Result, other.Job!.Seq));
    }

    [Fact]
    public async Task Submit_SameTokenByManyAtOnce_CreatesOneJob()
    {
        await using var t = new TestLedger(store);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 64).Select(_ =>
            Task.Run(() => t.Ledger.SubmitAsync(Sample.Submission("a"), Stop))));

        Assert.Single(outcomes, o => o.Result == SubmissionResult.Created);
        Assert.Equal(63, outcomes.Count(o => o.Result == SubmissionResult.Repeated));
        Assert.All(outcomes, o => Assert.Equal(1, o.Job!.Seq));
    }

    [Fact]
    public async Task Submit_TokenOfADeletedJob_DoesNotRunItAgain()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.BringToAsync(JobState.Cancelled);
        Assert.Equal(DeletionResult.Deleted, (await t.Ledger.DeleteJobAsync(Sample.Id("a"), null, Stop)).Result);

        var late = await t.Ledger.SubmitAsync(Sample.Submission("a"), Stop);
        var fresh = await t.Ledger.SubmitAsync(Sample.Submission("a", token: "fresh"), Stop);

        Assert.Equal(SubmissionResult.TokenConflict, late.Result);
        Assert.Equal(SubmissionResult.Created, fresh.Result);
    }

    [Fact]
    public async Task Submit_AfterTheNewestWasDeletedAndReopen_DoesNotReuseItsSeq()
    {
        await using var t = new TestLedger(store);
        await t.Ledger.QueuedAsync("a");
        await t.Ledger.BringToAsync(JobState.Cancelled, "b");
        await t.Ledger.DeleteJobAsync(Sample.Id("b"), null, Stop);
        await t.ReopenAsync();

        Assert.Equal(3, (await t.Ledger.QueuedAsync("c")).Seq);
    }

    [Fact]
    public async Task Delete_OfAJobThatHasNotEnded_IsRefused()
    {
        await using var t = new TestLedger(store);
        foreach (var state in Enum.GetValues<JobState>())
        {
            var name = $"{state}";
            await t.Ledger.BringToAsync(state, name);
            Assert.Equal(state.IsFinal() ? DeletionResult.Deleted : DeletionResult.NotEnded, (await t.Ledger.DeleteJobAsync(Sample.Id(name), null, Stop)).Result);
            Assert.Equal(state.IsFinal(), await t.Ledger.ReadJobAsync(Sample.Id(name), Stop) is null);
        }
        Assert.Equal(new(DeletionResult.NotKnown, 0), await t.Ledger.DeleteJobAsync(Sample.Id("unknown"), null, Stop));
    }

    [Fact]
    public async Task Delete_OfAnotherVersion_IsRefusedAndNamesTheOneThereIs()
    {
        await using var t = new TestLedger(store);
        var old = await t.Ledger.QueuedAsync();
        var job = (await t.Ledger.ApplyAsync(JobEvent.Cancel)).Job!;

        Assert.Equal(new(DeletionResult.OtherVersion, job.Version), await t.Ledger.DeleteJobAsync(job.Id, old.Version, Stop));
        Assert.Equal(new(DeletionResult.Deleted, job.Version), await t.Ledger.DeleteJobAsync(job.Id, job.Version, Stop));
        Assert.True((await t.Ledger.SubmitAsync(Sample.Submission("a", token: "again"), Stop)).Job!.Version > job.Version);
    }
}
