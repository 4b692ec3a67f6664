using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>Brings a job to where a test wants it.</summary>
internal static class Life
{
    public static readonly EpochToken TreeToken = new(new Guid(1, 0, 0, new byte[8]));

    public static readonly EpochToken NodeToken = new(new Guid(2, 0, 0, new byte[8]));

    public static readonly Attempt First = Attempt.Of(1, 1);

    public static async Task<JobRecord> QueuedAsync(this ILedger ledger, string name = "a") =>
        (await ledger.SubmitAsync(Sample.Submission(name), Stop)).Job!;

    /// <summary>Admitted, and opened once: of the first such job of a ledger the coordinator's epoch is 1.</summary>
    public static async Task<JobRecord> AdmittedAsync(this ILedger ledger, string name = "a")
    {
        await ledger.QueuedAsync(name);
        await ledger.AdmitAsync(name);
        return (await ledger.OpenJobAsync(Sample.Id(name), Stop))!;
    }

    public static async Task AdmitAsync(this ILedger ledger, string name)
    {
        await ledger.OpenTreeAsync(Sample.Root, TreeToken, Stop);
        var outcome = await ledger.AdmitAsync(
            Sample.Root, TreeToken, [new(Sample.Id(name), Sample.Placement("n1", "n2"), Sample.Charge())], Stop);
        Assert.Equal([true], outcome.Admitted);
    }

    /// <summary>Nodes n1 and n2 are open, with <see cref="NodeToken"/>.</summary>
    public static async Task OpenNodesAsync(this ILedger ledger)
    {
        foreach (var node in new[] { "n1", "n2" })
            await ledger.OpenNodeAsync(Sample.Node(node), NodeToken, Stop);
    }

    /// <summary>The first attempt of its coordinator holds n1 and n2.</summary>
    public static async Task<JobRecord> CommittedAsync(this ILedger ledger, string name = "a")
    {
        var job = await ledger.AdmittedAsync(name);
        await ledger.OpenNodesAsync();
        var outcome = await ledger.CommitAsync(ledger.GoodCommit(name, job.CoordinatorEpoch), Stop);
        Assert.Equal(CommitResult.Committed, outcome.Result);
        return outcome.Job!;
    }

    public static Commit GoodCommit(this ILedger ledger, string name = "a", long epoch = 1) =>
        ledger.Commit(name, Attempt.Of(epoch, 1), epoch, ("n1", NodeToken), ("n2", NodeToken));

    public static Task<TransitionOutcome> ApplyAsync(this ILedger ledger, JobEvent what, JobState? drainTo = null, string name = "a") =>
        ledger.TransitionAsync(new() { Job = Sample.Id(name), Event = what, DrainTo = drainTo }, Stop);

    /// <summary>Brings the job <paramref name="name"/> from nowhere to a state, by the shortest way.</summary>
    public static async Task BringToAsync(this ILedger ledger, JobState state, string name = "a")
    {
        switch (state)
        {
            case JobState.Queued:
                await ledger.QueuedAsync(name);
                return;
            case JobState.Admitted:
                await ledger.AdmittedAsync(name);
                return;
            case JobState.Failed or JobState.Cancelled or JobState.Suspended:
                await ledger.QueuedAsync(name);
                break;
            default:
                await ledger.CommittedAsync(name);
                break;
        }
        foreach (var step in Steps(state))
            Assert.True((await ledger.ApplyAsync(step, step == JobEvent.Drain ? JobState.Cancelled : null, name)).Applied, $"{step} to {state}");
    }

    private static JobEvent[] Steps(JobState state) => state switch
    {
        JobState.Starting => [JobEvent.Start],
        JobState.Running => [JobEvent.Start, JobEvent.Run],
        JobState.Draining => [JobEvent.Drain],
        JobState.Fencing => [JobEvent.Fence],
        JobState.Succeeded => [JobEvent.Succeed],
        JobState.Failed => [JobEvent.Fail],
        JobState.Cancelled => [JobEvent.Cancel],
        JobState.Suspended => [JobEvent.Suspend],
        _ => [],
    };
}
