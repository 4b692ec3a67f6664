using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Grains.Tests;

/// <summary>A way to a cluster that does nothing, and keeps what it was asked to do.</summary>
internal sealed class RecordedGateway : IClusterGateway
{
    private readonly List<string> _calls = [];

    /// <summary>Calls that came so far, by what they ask for.</summary>
    public IReadOnlyList<string> Calls
    {
        get
        {
            lock (_calls)
                return [.. _calls];
        }
    }

    /// <summary>What every call waits for.</summary>
    public Task Hold { get; set; } = Task.CompletedTask;

    /// <summary>What the cluster was told of the ledger.</summary>
    public LedgerPosition? Witness { get; set; }

    /// <summary>What reading that fails with, and writing it.</summary>
    public (MusterException? Read, MusterException? Write) WitnessFaults { get; set; }

    public Task<string> ProbeAsync(CancellationToken cancellationToken) => Do("probe", "uid", cancellationToken);

    public Task<ClusterList> ListAsync(CancellationToken cancellationToken) => Do("list", new ClusterList("1", [], []), cancellationToken);

    public Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        Do<ImmutableArray<PodObservation>>("list pods", [], cancellationToken);

    public IAsyncEnumerable<AnchorObservation> ListAnchorsAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<AnchorObservation>();

    public IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, CancellationToken cancellationToken) => AsyncEnumerable.Empty<ClusterEvent>();

    public IAsyncEnumerable<string> ReadLogAsync(JobId job, Attempt attempt, string pod, LogQuery query, CancellationToken cancellationToken) =>
        AsyncEnumerable.Empty<string>();

    public Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken) => Do<ImmutableArray<PodObservation>>(
        "create",
        [.. plan.Pods.Select(p => new PodObservation { Job = plan.Job, JobUid = plan.Uid, Attempt = plan.Attempt, Name = p.Name, Uid = p.Name, Phase = PodPhase.Unbound })],
        cancellationToken);

    public Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken) => Do("bind", true, cancellationToken);

    public Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) => Do("stop", true, cancellationToken);

    public Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) => Do("clean up", true, cancellationToken);

    public async Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken)
    {
        await Do("read witness", true, cancellationToken);
        return WitnessFaults.Read is { } fault ? throw fault : Witness;
    }

    public async Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken)
    {
        await Do("write witness", true, cancellationToken);
        Witness = WitnessFaults.Write is { } fault ? throw fault : position;
    }

    private async Task<T> Do<T>(string call, T answer, CancellationToken cancellationToken)
    {
        lock (_calls)
            _calls.Add(call);
        await Hold.WaitAsync(cancellationToken);
        return answer;
    }
}
