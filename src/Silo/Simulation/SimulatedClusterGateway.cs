using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>The way to a simulated cluster, with whatever is wrong with it.</summary>
public sealed class SimulatedClusterGateway(
    SimulatedCluster cluster, SimulatedFaults faults, TimeProvider time, TimeSpan callTimeout) : IClusterGateway
{
    private static readonly TimeSpan FollowInterval = TimeSpan.FromMilliseconds(200);

    /// <inheritdoc/>
    public Task<string> ProbeAsync(CancellationToken cancellationToken) => ReadAsync(() => cluster.Incarnation, cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterList> ListAsync(CancellationToken cancellationToken) => ReadAsync(cluster.List, cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        ReadAsync(() => cluster.ListPods(job, attempt), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<AnchorObservation> ListAnchorsAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var anchor in await ReadAsync(cluster.ListAnchors, cancellationToken))
            yield return anchor;
    }

    /// <inheritdoc/>
    public Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken) => ReadAsync(cluster.ReadWitness, cancellationToken);

    /// <inheritdoc/>
    public Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken) =>
        WriteAsync(() => cluster.WriteWitness(position), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken) =>
        WriteAsync(() => faults.CreationRefusal is { } refusal ? throw refusal : cluster.Create(plan), cancellationToken);

    /// <inheritdoc/>
    public Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken) =>
        WriteAsync(() => cluster.Bind(job, attempt, bindings), cancellationToken);

    /// <inheritdoc/>
    public Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        WriteAsync(() => cluster.Stop(job, attempt), cancellationToken);

    /// <inheritdoc/>
    public Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
        WriteAsync(() => cluster.CleanUp(job, attempt), cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<ClusterEvent> WatchAsync(
        string revision, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        using var watch = faults.OpenWatch(cancellationToken);
        await using var events = cluster.WatchAsync(revision, watch.Token).GetAsyncEnumerator(CancellationToken.None);
        while (await NextAsync(events, watch, cancellationToken))
            if (!faults.LosesEvent())
                yield return events.Current;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<string> ReadLogAsync(
        JobId job, Attempt attempt, string pod, LogQuery query, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (query.TailLines < 0)
            throw new InvalidRequestException("tailLines", $"{query.TailLines} is below 0", "use 0 or more, or leave it out");
        var log = await ReadAsync(() => cluster.FindLog(job, attempt, pod), cancellationToken)
            ?? throw new PodNotFoundException($"Attempt {attempt} of {job} has no pod '{Names.Clip(pod)}' in cluster '{cluster.Spec.Name}', or it never had a node.");
        var next = log.First(query.TailLines);
        while (true)
        {
            for (next = log.Kept(next); next < log.Count; next = log.Kept(next + 1))
                yield return log.Line(next);
            if (log.HasEnded || !query.Follow)
                yield break;
            await Task.Delay(FollowInterval, time, cancellationToken);
            // One that was removed before it had a node says nothing any more.
            if (await ReadAsync(() => cluster.FindLog(job, attempt, pod), cancellationToken) is not { } later)
                yield break;
            log = later;
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<ClusterEvent> events, FaultyWatch watch, CancellationToken cancellationToken)
    {
        try
        {
            var more = await events.MoveNextAsync();
            // A half-open connection: what was sent arrives, if ever, when the packets pass again.
            await faults.Healed().WaitAsync(watch.Token);
            return more;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return watch.Reason switch
            {
                WatchCut.Expired => throw new WatchExpiredException($"The watch of cluster '{cluster.Spec.Name}' has expired; list again."),
                WatchCut.Broken => throw Unreachable("the connection broke"),
                _ => false,
            };
        }
    }

    private async Task<T> ReadAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        return Reach(read);
    }

    private Task<bool> WriteAsync(Action write, CancellationToken cancellationToken) => WriteAsync(
        () =>
        {
            write();
            return true;
        },
        cancellationToken);

    private async Task<T> WriteAsync<T>(Func<T> write, CancellationToken cancellationToken)
    {
        await EnterAsync(cancellationToken);
        try
        {
            return Reach(write);
        }
        finally
        {
            // Whatever the answer was, it is lost.
            if (faults.LosesReply())
                await HangAsync("the reply was lost", cancellationToken);
        }
    }

    // A cluster whose disk is full, or that is shutting down, is to its clients one that does not answer.
    private T Reach<T>(Func<T> call)
    {
        try
        {
            return call();
        }
        catch (Exception e) when (e is SqliteException or ObjectDisposedException)
        {
            throw Unreachable(e.Message, e);
        }
    }

    private async Task EnterAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (faults.NextLatency() is var latency && latency > callTimeout)
            await HangAsync("it is too slow", cancellationToken);
        if (latency > TimeSpan.Zero)
            await Task.Delay(latency, time, cancellationToken);
        if (faults.Partition == PartitionMode.Refuse)
            throw Unreachable("it is cut off");
        if (faults.Partition == PartitionMode.Unauthorized)
            throw new ClusterUnauthorizedException($"Cluster '{cluster.Spec.Name}' does not let Muster in: 401 Unauthorized (simulated).");
        if (faults.Partition == PartitionMode.Replaced)
            throw new ClusterReplacedException($"Another cluster answers in the place of '{cluster.Spec.Name}' (simulated).");
        if (faults.Partition == PartitionMode.Hang)
            await HangAsync("it does not answer", cancellationToken);
        if (faults.LosesRequest())
            await HangAsync("the request was lost", cancellationToken);
    }

    private async Task HangAsync(string why, CancellationToken cancellationToken)
    {
        await Task.Delay(callTimeout, time, cancellationToken);
        throw Unreachable(why);
    }

    private ClusterUnreachableException Unreachable(string why, Exception? cause = null) =>
        new($"Cluster '{cluster.Spec.Name}' cannot be reached: {why} (simulated).", cause);
}
