using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Text.Json.Serialization.Metadata;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Bench;

/// <summary>The ways to the bench's API servers. Counts requests and notes when each gang was bound.</summary>
internal sealed class CountingGateways : IClusterGateways, IAsyncDisposable
{
    private readonly ImmutableDictionary<string, Member> _members;
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _requests;
    private int _wanted = int.MaxValue;

    public CountingGateways(BenchServers servers)
    {
        var members = servers.Planes.ToImmutableDictionary(static p => p.Name, p => new Member(this, p), StringComparer.Ordinal);
        _members = members;
        Specs = [.. members.Keys.Order(StringComparer.Ordinal).Select(static name => new ClusterSpec { Name = name })];
    }

    public ImmutableArray<ClusterSpec> Specs { get; }

    /// <summary>Requests that were sent for jobs.</summary>
    public long Requests => Interlocked.Read(ref _requests);

    /// <summary>When each job's gang was bound.</summary>
    public ConcurrentDictionary<string, long> Bound { get; } = new(StringComparer.Ordinal);

    public IClusterGateway Get(ClusterName cluster) => _members[cluster.Value].Gateway;

    /// <summary>Waits until so many gangs are bound.</summary>
    public async Task BoundAsync(int gangs, TimeSpan patience, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _wanted, gangs);
        Check();
        await _done.Task.WaitAsync(patience, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var member in _members.Values)
            await member.DisposeAsync();
    }

    private void Note(JobId job)
    {
        Bound[job.Name] = Stopwatch.GetTimestamp();
        Check();
    }

    private void Check()
    {
        if (Bound.Count >= Volatile.Read(ref _wanted))
            _done.TrySetResult();
    }

    // The adapter as it is, over an API server whose writes are counted.
    private sealed class Member : IAsyncDisposable
    {
        private readonly ApiServer _server;
        private readonly KubernetesClusterGateway _gateway;

        public Member(CountingGateways owner, ControlPlane.ControlPlane plane)
        {
            _server = new ApiServer(new FixedCredentials(plane.Admin), new ApiServerOptions { Addresses = new() { AllowLoopback = true } }, TimeProvider.System, NullLogger.Instance);
            _gateway = new KubernetesClusterGateway(new ClusterName(plane.Name), new CountingServer(owner, _server), new GatewayOptions(), TimeProvider.System, NullLoggerFactory.Instance);
            Gateway = new NotingGateway(owner, _gateway);
        }

        public IClusterGateway Gateway { get; }

        public async ValueTask DisposeAsync()
        {
            await _gateway.DisposeAsync();
            _server.Dispose();
        }
    }

    // Reads that a dispatch makes count as its writes do: they cost the server as much.
    private sealed class CountingServer(CountingGateways owner, IApiServer server) : IApiServer
    {
        public Task<T> GetAsync<T>(string path, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        {
            if (path.Contains("/namespaces/default/", StringComparison.Ordinal))
                Count();
            return server.GetAsync(path, type, cancellationToken);
        }

        public Task<T> CreateAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        {
            Count();
            return server.CreateAsync(path, json, type, cancellationToken);
        }

        public Task<T> PatchAsync<T>(string path, ReadOnlyMemory<byte> json, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        {
            Count();
            return server.PatchAsync(path, json, type, cancellationToken);
        }

        public Task DeleteAsync(string path, ReadOnlyMemory<byte> options, CancellationToken cancellationToken)
        {
            Count();
            return server.DeleteAsync(path, options, cancellationToken);
        }

        public Task<Stream> OpenAsync(string path, TimeSpan idle, CancellationToken cancellationToken) => server.OpenAsync(path, idle, cancellationToken);

        private void Count() => Interlocked.Increment(ref owner._requests);
    }

    private sealed class NotingGateway(CountingGateways owner, IClusterGateway gateway) : IClusterGateway
    {
        public Task<string> ProbeAsync(CancellationToken cancellationToken) => gateway.ProbeAsync(cancellationToken);

        public Task<ClusterList> ListAsync(CancellationToken cancellationToken) => gateway.ListAsync(cancellationToken);

        public Task<ImmutableArray<PodObservation>> ListPodsAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) =>
            gateway.ListPodsAsync(job, attempt, cancellationToken);

        public IAsyncEnumerable<AnchorObservation> ListAnchorsAsync(CancellationToken cancellationToken) => gateway.ListAnchorsAsync(cancellationToken);

        public Task<LedgerPosition?> ReadWitnessAsync(CancellationToken cancellationToken) => gateway.ReadWitnessAsync(cancellationToken);

        public Task WriteWitnessAsync(LedgerPosition position, CancellationToken cancellationToken) => gateway.WriteWitnessAsync(position, cancellationToken);

        public IAsyncEnumerable<ClusterEvent> WatchAsync(string revision, CancellationToken cancellationToken) => gateway.WatchAsync(revision, cancellationToken);

        public Task<ImmutableArray<PodObservation>> CreateAsync(GangPlan plan, CancellationToken cancellationToken) => gateway.CreateAsync(plan, cancellationToken);

        public async Task BindAsync(JobId job, Attempt attempt, ImmutableArray<PodBinding> bindings, CancellationToken cancellationToken)
        {
            await gateway.BindAsync(job, attempt, bindings, cancellationToken);
            owner.Note(job);
        }

        public Task StopAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) => gateway.StopAsync(job, attempt, cancellationToken);

        public Task CleanUpAsync(JobId job, Attempt attempt, CancellationToken cancellationToken) => gateway.CleanUpAsync(job, attempt, cancellationToken);

        public IAsyncEnumerable<string> ReadLogAsync(JobId job, Attempt attempt, string pod, LogQuery query, CancellationToken cancellationToken) =>
            gateway.ReadLogAsync(job, attempt, pod, query, cancellationToken);
    }
}
