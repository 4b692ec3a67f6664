using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>
/// A commit, encoded and ready to be recorded. The order of the guards is that of the protocol: a replay must be told
/// its success before anything that has changed since can refuse it.
/// </summary>
internal sealed class CommitRule(Commit commit)
{
    private readonly string _cluster = commit.Placement.Cluster.Value;
    private readonly Json<GangPlacement> _placement = new(commit.Placement, MusterJson.Default.GangPlacement);

    public (CommitResult Result, JobRow? Job, ImmutableArray<string> StaleNodes) Run(WriteSession session, Guid incarnation)
    {
        if (commit.Incarnation != incarnation)
            return (CommitResult.OtherIncarnation, null, []);
        var job = session.Find(commit.Job);
        if (job is { State: JobState.Committed } && job.Attempt == commit.Attempt)
            return (CommitResult.Committed, job, []);
        if (job is not { State: JobState.Admitted })
            return (CommitResult.WrongState, job, []);
        if (job.CoordinatorEpoch != commit.CoordinatorEpoch)
            return (CommitResult.StaleCoordinator, job, []);
        if (commit.Attempt <= job.AbortedUpTo)
            return (CommitResult.Aborted, job, []);
        var stale = StaleNodes(session.Tables.Epochs);
        if (!stale.IsEmpty)
            return (CommitResult.StaleNodes, job, stale);

        Record(session, job);
        return (CommitResult.Committed, job, []);
    }

    // A node of the placement that came without a grant is stale too: nobody vouches for its places.
    private ImmutableArray<string> StaleNodes(EpochTable epochs)
    {
        var current = new HashSet<string>(commit.Grants.Length, StringComparer.Ordinal);
        var stale = ImmutableArray.CreateBuilder<string>();
        foreach (var grant in commit.Grants)
        {
            if (epochs.IsCurrent(_cluster, grant.Node, grant.Token))
                current.Add(grant.Node);
            else
                stale.Add(grant.Node);
        }
        foreach (var share in commit.Placement.Nodes)
            if (!current.Contains(share.Node) && !stale.Contains(share.Node))
                stale.Add(share.Node);
        return stale.ToImmutable();
    }

    private void Record(WriteSession session, JobRow job)
    {
        job.State = JobState.Committed;
        job.Attempt = commit.Attempt;
        job.Runs++;
        (job.Cluster, job.Placement, job.Reason) = (_cluster, _placement, null);
        session.Move(job, JobState.Admitted, _cluster);
        session.Tables.Claims.Take(commit.Placement, job.Seq);
    }
}
