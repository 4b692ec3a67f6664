using System.Text.Json;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public sealed class SubmitTests
{
    [Fact]
    public async Task Submit_NewJob_IsRecordedWhole()
    {
        await using var t = new TestLedger();
        var submission = Sample.Submission("a");

        var outcome = await t.Ledger.SubmitAsync(submission, Stop);
        await t.ReopenAsync();
        var read = await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop);

        Assert.Equal(SubmissionResult.Created, outcome.Result);
        Assert.NotNull(read);
        Assert.Equal(Text(outcome.Job), Text(read));
        Assert.Equal(JsonSerializer.Serialize(submission.Job.Spec, MusterJson.Default.JobSpec), JsonSerializer.Serialize(read.Spec, MusterJson.Default.JobSpec));
        Assert.Equal(("uid-a", 1L, JobState.Queued, t.Time.GetUtcNow()), (read.Uid, read.Seq, read.State, read.SubmittedAt));
    }

    private static string Text(object? value) => JsonSerializer.Serialize(value);
}
