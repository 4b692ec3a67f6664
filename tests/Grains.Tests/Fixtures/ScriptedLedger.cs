using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>A call of the ledger, as a script sees it.</summary>
internal sealed record LedgerCall(string Operation, JobId? Job = null, Attempt? Attempt = null, JobEvent? Event = null);

/// <summary>A ledger that does what a test's script wants before and after each write: throw, wait, count.</summary>
internal sealed class ScriptedLedger(ILedger inner) : LedgerProxy(inner)
{
    /// <summary>Runs before a write; when it throws, nothing is written.</summary>
    public Func<LedgerCall, Task> Before { get; set; } = static _ => Task.CompletedTask;

    /// <summary>Runs after a write; when it throws, what was written is, and nobody hears of it.</summary>
    public Func<LedgerCall, Task> After { get; set; } = static _ => Task.CompletedTask;

    /// <summary>The ledger behind it, undisturbed.</summary>
    public ILedger Truth => Inner;

    /// <summary>Adds a script's step, before or after the writes that it matches.</summary>
    public void Play(Once step, bool after)
    {
        if (after)
            After = step.Run;
        else
            Before = step.Run;
    }

    public override Task<SubmissionOutcome> SubmitAsync(Submission submission, CancellationToken cancellationToken = default) =>
        Play(new("Submit", submission.Job.Id), () => base.SubmitAsync(submission, cancellationToken));

    public override Task<JobRecord?> OpenJobAsync(JobId job, CancellationToken cancellationToken = default) =>
        Play(new("OpenJob", job), () => base.OpenJobAsync(job, cancellationToken));

    public override Task<NodeOpening> OpenNodeAsync(NodeId node, EpochToken token, CancellationToken cancellationToken = default) =>
        Play(new("OpenNode"), () => base.OpenNodeAsync(node, token, cancellationToken));

    public override Task<TreeOpening> OpenTreeAsync(QueueName root, EpochToken token, CancellationToken cancellationToken = default) =>
        Play(new("OpenTree"), () => base.OpenTreeAsync(root, token, cancellationToken));

    public override Task<AdmissionOutcome> AdmitAsync(
        QueueName root, EpochToken token, ImmutableArray<Admission> admissions, CancellationToken cancellationToken = default) =>
        Play(new("Admit", admissions[0].Job), () => base.AdmitAsync(root, token, admissions, cancellationToken));

    public override Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default) =>
        Play(new("Commit", commit.Job, commit.Attempt), () => base.CommitAsync(commit, cancellationToken));

    public override Task<AbortOutcome> TryAbortAsync(JobId job, Attempt attempt, CancellationToken cancellationToken = default) =>
        Play(new("TryAbort", job, attempt), () => base.TryAbortAsync(job, attempt, cancellationToken));

    public override Task<TransitionOutcome> TransitionAsync(JobTransition transition, CancellationToken cancellationToken = default) =>
        Play(new("Transition", transition.Job, transition.Attempt, transition.Event), () => base.TransitionAsync(transition, cancellationToken));

    private async Task<T> Play<T>(LedgerCall call, Func<Task<T>> write)
    {
        await Before(call);
        var answer = await write();
        await After(call);
        return answer;
    }
}
