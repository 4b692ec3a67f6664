using System.Collections.Concurrent;
using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains.Tests;

/// <summary>After every commit looks whether any node of the cluster is overbooked; after every admission, whether any queue is.</summary>
internal sealed class AuditedLedger(ILedger inner) : LedgerProxy(inner)
{
    private readonly ConcurrentDictionary<(string Cluster, string Node), ResourceVector> _machines = new();
    private readonly ConcurrentQueue<string> _findings = new();
    private int _commits;

    /// <summary>What was found; empty when all is well.</summary>
    public IReadOnlyCollection<string> Findings => _findings;

    /// <summary>Commits that were looked at.</summary>
    public int Commits => _commits;

    public void Know(string cluster, string node, ResourceVector allocatable) => _machines[(cluster, node)] = allocatable;

    public override async Task<CommitOutcome> CommitAsync(Commit commit, CancellationToken cancellationToken = default)
    {
        var outcome = await base.CommitAsync(commit, cancellationToken);
        if (outcome.Result == CommitResult.Committed)
        {
            Interlocked.Increment(ref _commits);
            await Audit(commit.Placement.Cluster);
        }
        return outcome;
    }

    private async Task Audit(ClusterName cluster)
    {
        var placed = await Inner.ListPlacedAsync(cluster, CancellationToken.None);
        var shares = placed.SelectMany(p => p.Placement!.Nodes.Select(n => (p.Job, p.Attempt, Share: n)));
        foreach (var node in shares.GroupBy(static s => s.Share.Node))
        {
            var used = node.Aggregate(ResourceVector.Empty, static (sum, s) => sum.Add(s.Share.Resources));
            if (!used.FitsIn(_machines[(cluster.Value, node.Key)]))
                _findings.Enqueue($"{cluster}/{node.Key} is overbooked: {used} by {string.Join(", ", node.Select(static s => $"{s.Job} {s.Attempt}"))}");
        }
    }
}
