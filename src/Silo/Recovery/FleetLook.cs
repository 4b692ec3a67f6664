using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;
using Muster.Scheduling;

namespace Muster.Silo;

/// <summary>What the clusters show at one time, and what the store knows of it.</summary>
internal sealed record FleetLook(ImmutableArray<RecoveryCluster> Clusters, ImmutableArray<Guid> Witnesses, RecoveryPlan Plan)
{
    private const int ReadsAtOnce = 32;

    // Lists of a large cluster take a while; one that hangs must not hold up everything.
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    /// <summary>Clusters that could not be looked at and were not left out.</summary>
    public IEnumerable<RecoveryCluster> Missing => Clusters.Where(static c => c.Problem is not null && !c.LeftOut);

    public static async Task<FleetLook> TakeAsync(
        IReadOnlyList<ClusterRegistration> clusters, IReadOnlySet<string> without, IClusterGateways gateways, ILedgerRecovery ledger, RecoveryRealm realm,
        CancellationToken cancellationToken)
    {
        var seen = await Task.WhenAll(clusters.Select(cluster => without.Contains(cluster.Spec.Name)
            ? Task.FromResult(new Seen(new() { Name = cluster.Spec.Name, LeftOut = true }, null, null))
            : SeeAsync(cluster.Name, gateways, cancellationToken)));
        ShownCluster[] shown = [.. seen.Select(static s => s.Shown).OfType<ShownCluster>()];
        var jobs = shown.SelectMany(static s => s.Pods.Select(static p => p.Job).Concat(s.Anchors.Select(static a => a.Job))).Distinct().ToArray();
        return new(
            [.. seen.Select(static s => s.Cluster)], [.. seen.Select(static s => s.Witness?.Incarnation).OfType<Guid>().Distinct()],
            RecoveryPlanner.Plan(shown, await ReadAsync(jobs, ledger, cancellationToken), realm));
    }

    private static async Task<Seen> SeeAsync(ClusterName name, IClusterGateways gateways, CancellationToken cancellationToken)
    {
        try
        {
            using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            both.CancelAfter(Patience);
            var gateway = gateways.Get(name);
            // Pods first: an attempt is created with its anchor before its pods, so that no pod is seen without one that it has.
            var list = await gateway.ListAsync(both.Token);
            var anchors = ImmutableArray.CreateBuilder<AnchorObservation>();
            await foreach (var anchor in gateway.ListAnchorsAsync(both.Token))
                anchors.Add(anchor);
            var witness = await gateway.ReadWitnessAsync(both.Token);
            var shown = new ShownCluster(name, [.. list.Nodes.Select(static n => n.Name)], anchors.ToImmutable(), list.Pods);
            var attempts = anchors.Select(static a => (a.Job, a.Attempt)).Union(list.Pods.Select(static p => (p.Job, p.Attempt))).Count();
            return new(
                new() { Name = name.Value, Nodes = list.Nodes.Length, Attempts = attempts, Pods = list.Pods.Length, Witness = witness?.ToString() }, shown, witness);
        }
        catch (Exception problem) when (problem is MusterException || (problem is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            return new(new() { Name = name.Value, Problem = problem is MusterException ? problem.Message : "it does not answer in time" }, null, null);
        }
    }

    private static async Task<Dictionary<JobId, RecordedJob>> ReadAsync(JobId[] jobs, ILedgerRecovery ledger, CancellationToken cancellationToken)
    {
        var records = new Dictionary<JobId, RecordedJob>();
        foreach (var some in jobs.Chunk(ReadsAtOnce))
            foreach (var record in await Task.WhenAll(some.Select(job => ledger.ReadRecordAsync(job, cancellationToken))))
                if (record is not null)
                    records[record.Id] = new()
                    {
                        Uid = record.Uid, Spec = record.Spec, Demand = record.Demand, State = record.State, DrainTo = record.DrainTo, Reason = record.Reason,
                        Attempt = record.Attempt, Placement = record.Placement, Charge = record.Charge, Runs = record.Runs, Retries = record.Retries,
                    };
        return records;
    }

    private sealed record Seen(RecoveryCluster Cluster, ShownCluster? Shown, LedgerPosition? Witness);
}
