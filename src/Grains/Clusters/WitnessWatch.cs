using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>
/// Has each silo look for itself, once, at what each cluster knows of the ledger. A cluster's grain looks too, but it lives on one
/// silo alone: the others would go on recording in a ledger that is not the clusters'.
/// </summary>
internal sealed class WitnessWatch(
    ILedger ledger, IClusterGateways gateways, ClusterRegistry clusters, IOptions<MemberClusterOptions> options, TimeProvider time) : BackgroundService
{
    // Whoever serves before has a moment to record what is not to be recorded; a cluster that is silent must not hold up the start for longer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HashSet<ClusterName> _seen = [];

    /// <summary>Looks at all clusters before the silo serves, as long as they answer soon.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await LookAsync(Patience, cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.WitnessInterval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            await LookAsync(options.Value.WitnessInterval, stoppingToken);
    }

    private async Task LookAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (ledger.Guard.RolledBack is not null)
            return;
        using var late = new CancellationTokenSource(patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var names = clusters.Clusters.Select(static c => c.Name).ToList();
        var looks = names.Where(name => !_seen.Contains(name)).Select(async name => (Name: name, Seen: await LookAsync(name, either.Token))).ToList();
        foreach (var (name, seen) in await Task.WhenAll(looks))
            if (seen)
                _seen.Add(name);
    }

    private async Task<bool> LookAsync(ClusterName name, CancellationToken cancellationToken)
    {
        try
        {
            // The cluster's identity is asked of a grain, which may be on a silo that is gone.
            await Witness.CompareAsync(name, gateways.Get(name), ledger.Guard, ledger.Ancestors, cancellationToken).WaitAsync(cancellationToken);
            return true;
        }
        catch (Exception)
        {
            // What is wrong with the cluster its own grain shows, and what is wrong with the ledger the guard. It is looked at again.
            return false;
        }
    }
}
