using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>What changes the ledger. Encoding and decoding happen on the caller's side, not on the writer's thread.</summary>
public sealed partial class SqliteLedger
{
    /// <inheritdoc/>
    public async Task<SubmissionOutcome> SubmitAsync(Submission submission, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(submission.Token, nameof(submission));
        var rule = new SubmitRule(submission);
        var (result, job) = await WriteAsync(rule.Run, cancellationToken);
        return new(result, Show(job));
    }

    /// <inheritdoc/>
    public async Task<JobRecord?> OpenJobAsync(JobId job, CancellationToken cancellationToken = default)
    {
        // Most openings write nothing: look first, without the writer.
        var row = await _readers.ReadAsync(tables => ReadWhole(tables, job), cancellationToken);
        if (row is { State: JobState.Admitted })
            row = await WriteAsync(session => OpenRules.OpenJob(session, job), cancellationToken);
        return Show(row);
    }

    /// <inheritdoc/>
    public async Task<NodeOpening> OpenNodeAsync(NodeId node, EpochToken token, CancellationToken cancellationToken = default)
    {
        var claims = await WriteAsync(session => OpenRules.OpenNode(session, node, token), cancellationToken);
        return new([.. claims.Select(claim => claim.On(node.Node))]);
    }

    /// <inheritdoc/>
    public async Task<TreeOpening> OpenTreeAsync(QueueName root, EpochToken token, CancellationToken cancellationToken = default)
    {
        var jobs = await WriteAsync(session => OpenRules.OpenTree(session, root, token), cancellationToken);
        return new([.. jobs.Select(static job => job.ToCharged())]);
    }

    /// <inheritdoc/>
    public async Task<AdmissionOutcome> AdmitAsync(
        QueueName root, EpochToken token, ImmutableArray<Admission> admissions, CancellationToken cancellationToken = default) =>
        await WriteAsync(new AdmitRule(root, token, admissions).Run, cancellationToken);

    /// <inheritdoc/>
    public async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        if (commit.Placement.Nodes.IsDefaultOrEmpty || commit.Grants.IsDefault)
            throw new ArgumentException("A commit names at least one node.", nameof(commit));
        if (commit.Placement.Nodes.DistinctBy(static node => node.Node, StringComparer.Ordinal).Count() < commit.Placement.Nodes.Length)
            throw new ArgumentException("A commit names each node once.", nameof(commit));
        var rule = new CommitRule(commit);
        var (result, job, stale) = await WriteAsync(session => rule.Run(session, Incarnation), cancellationToken);
        return new(result, Show(job), stale);
    }

    /// <inheritdoc/>
    public async Task<AbortOutcome> TryAbortAsync(JobId job, Attempt attempt, CancellationToken cancellationToken = default) =>
        new(await WriteAsync(session => OpenRules.TryAbort(session, job, attempt), cancellationToken));

    /// <inheritdoc/>
    public async Task<TransitionOutcome> TransitionAsync(JobTransition transition, CancellationToken cancellationToken = default)
    {
        if (transition.Event is JobEvent.Admit or JobEvent.Commit)
            throw new ArgumentException($"{transition.Event} has guards of its own: use the method for it.", nameof(transition));
        if (transition.Event == JobEvent.Drain && transition.DrainTo is not JobState.Suspended && transition.DrainTo?.IsFinal() != true)
            throw new ArgumentException("Draining needs the state to drain to: a final one, or suspended.", nameof(transition));
        var (applied, job) = await WriteAsync(session => TransitionRule.Run(session, transition), cancellationToken);
        return new(applied, Show(job));
    }

    /// <inheritdoc/>
    public Task<DeletionOutcome> DeleteJobAsync(JobId job, long? ifVersion = null, CancellationToken cancellationToken = default) =>
        WriteAsync(session => OpenRules.Delete(session, job, ifVersion), cancellationToken);

    // Only what was answered comes here, and that is committed: its body may be kept.
    private JobRecord? Show(JobRow? job)
    {
        if (job is null)
            return null;
        _recent.Keep(job);
        return job.ToRecord();
    }
}
