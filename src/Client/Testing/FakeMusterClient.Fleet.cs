using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Client.Testing;

public sealed partial class FakeMusterClient
{
    private readonly SortedDictionary<string, ClusterSnapshot> _clusters = new(StringComparer.Ordinal);
    private readonly SortedDictionary<(string Cluster, string Node), NodeSnapshot> _nodes = [];
    private readonly Dictionary<string, Cordon> _queueCordons = new(StringComparer.Ordinal);

    /// <summary>Adds a cluster with nodes, or replaces it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="nodes">Its nodes.</param>
    public void AddCluster(string name, params IEnumerable<NodeInfo> nodes)
    {
        lock (_lock)
        {
            foreach (var old in _nodes.Keys.Where(k => k.Cluster == name).ToList())
                _nodes.Remove(old);
            foreach (var node in nodes)
                _nodes[(name, node.Name)] = new NodeSnapshot { Cluster = new ClusterName(name), Node = node, Schedulable = node.Schedulable };
            var own = _nodes.Where(n => n.Key.Cluster == name).Select(static n => n.Value.Node.Capacity).ToList();
            _clusters[name] = new ClusterSnapshot
            {
                Spec = new ClusterSpec { Name = name }, Health = ClusterHealth.Ready, Since = _clock.GetUtcNow(), Nodes = own.Count,
                Capacity = own.Aggregate(ResourceVector.Empty, static (sum, next) => sum.Add(next)),
            };
        }
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<QueueSnapshot>> ListQueuesAsync(CancellationToken cancellationToken = default) =>
        Answer(static fake => fake.QueueNames().Select(fake.Queue).ToImmutableArray(), cancellationToken);

    /// <inheritdoc/>
    public Task<QueueSnapshot> GetQueueAsync(string queue, CancellationToken cancellationToken = default) => Answer(fake => fake.Queue(queue), cancellationToken);

    /// <inheritdoc/>
    public Task<QueueSnapshot> CordonQueueAsync(string queue, string reason, CancellationToken cancellationToken = default) =>
        Answer(fake => fake.Queue(fake.CordonQueue(queue, fake.NewCordon(reason))), cancellationToken);

    /// <inheritdoc/>
    public Task<QueueSnapshot> UncordonQueueAsync(string queue, CancellationToken cancellationToken = default) =>
        Answer(fake => fake.Queue(fake.CordonQueue(queue, null)), cancellationToken);

    /// <inheritdoc/>
    public Task<ImmutableArray<ClusterSnapshot>> ListClustersAsync(CancellationToken cancellationToken = default) =>
        Answer(static fake => fake._clusters.Values.ToImmutableArray(), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> GetClusterAsync(string cluster, CancellationToken cancellationToken = default) => Answer(fake => fake.FindCluster(cluster), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> AddClusterAsync(string cluster, ClusterAccess access, AddClusterOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(access);
        return Answer(fake => fake.Register(new ClusterSpec { Name = cluster, Labels = (options ?? new()).Labels }, access.Server, options?.Replace == true), cancellationToken);
    }

    /// <inheritdoc/>
    public Task RemoveClusterAsync(string cluster, bool force = false, CancellationToken cancellationToken = default) =>
        Answer(fake => fake.Unregister(cluster, force), cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> AcceptClusterAsync(string cluster, string? uid = null, CancellationToken cancellationToken = default) =>
        Answer(fake => fake._clusters[cluster] = fake.FindCluster(cluster) with { Uid = uid ?? fake.FindCluster(cluster).Uid }, cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterCheck> CheckClusterAsync(string cluster, IEnumerable<string>? namespaces = null, CancellationToken cancellationToken = default) =>
        Answer(fake => new ClusterCheck { Reachable = true, Uid = fake.FindCluster(cluster).Uid }, cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> CordonClusterAsync(string cluster, string reason, CancellationToken cancellationToken = default) =>
        Answer(fake => fake._clusters[cluster] = fake.FindCluster(cluster) with { Cordon = fake.NewCordon(reason) }, cancellationToken);

    /// <inheritdoc/>
    public Task<ClusterSnapshot> UncordonClusterAsync(string cluster, CancellationToken cancellationToken = default) =>
        Answer(fake => fake._clusters[cluster] = fake.FindCluster(cluster) with { Cordon = null }, cancellationToken);

    /// <inheritdoc/>
    public async IAsyncEnumerable<NodeSnapshot> ListNodesAsync(string cluster, NodeListOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var node in await Answer(fake => fake.Nodes(cluster, options?.LabelSelector), cancellationToken))
            yield return node;
    }

    /// <inheritdoc/>
    public Task<NodeSnapshot> GetNodeAsync(string cluster, string node, CancellationToken cancellationToken = default) => Answer(fake => fake.FindNode(cluster, node), cancellationToken);

    /// <inheritdoc/>
    public Task<NodeSnapshot> CordonNodeAsync(string cluster, string node, string reason, CancellationToken cancellationToken = default) =>
        Answer(fake => fake._nodes[(cluster, node)] = fake.FindNode(cluster, node) with { Cordon = fake.NewCordon(reason), Schedulable = false }, cancellationToken);

    /// <inheritdoc/>
    public Task<NodeSnapshot> UncordonNodeAsync(string cluster, string node, CancellationToken cancellationToken = default) =>
        Answer(fake => fake._nodes[(cluster, node)] = fake.FindNode(cluster, node) with { Cordon = null, Schedulable = fake.FindNode(cluster, node).Node.Schedulable }, cancellationToken);

    private Cordon NewCordon(string reason)
    {
        var cordon = new Cordon(reason, Caller.Name, _clock.GetUtcNow());
        Cordon.Require(cordon);
        return cordon;
    }

    private IEnumerable<string> QueueNames() => Queues.Concat(_jobs.Values.Select(static j => j.Spec.Queue)).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal);

    private QueueSnapshot Queue(string name)
    {
        if (!QueueNames().Contains(name, StringComparer.Ordinal))
            throw new QueueNotFoundException(name);
        var jobs = _jobs.Values.Where(j => j.Spec.Queue == name).ToList();
        return new QueueSnapshot
        {
            Spec = new QueueSpec { Name = name }, Cordon = _queueCordons.GetValueOrDefault(name),
            Pending = jobs.Count(static j => j.Status!.State == JobState.Queued), Admitted = jobs.Count(static j => j.Status!.State.IsCharged()),
        };
    }

    private string CordonQueue(string name, Cordon? cordon)
    {
        _ = Queue(name);
        if (cordon is null)
            _queueCordons.Remove(name);
        else
            _queueCordons[name] = cordon;
        return name;
    }

    private ClusterSnapshot FindCluster(string name) => _clusters.GetValueOrDefault(name) ?? throw new ClusterNotFoundException(name);

    private ClusterSnapshot Register(ClusterSpec spec, Uri server, bool replace)
    {
        ClusterRegistration.Require(spec);
        var known = _clusters.GetValueOrDefault(spec.Name);
        if (known is not null && !replace && !known.Spec.Labels.SequenceEqual(spec.Labels))
            throw new ClusterConflictException($"Cluster '{spec.Name}' is registered with other labels. Say that it is to be replaced, or choose another name.");
        return _clusters[spec.Name] = (known ?? new() { Health = ClusterHealth.Ready, Since = _clock.GetUtcNow(), Uid = $"uid-{spec.Name}" }) with { Spec = spec, Server = server.AbsoluteUri };
    }

    private bool Unregister(string name, bool force)
    {
        _ = FindCluster(name);
        var jobs = _jobs.Values.Count(j => j.Status is { Cluster: { } at } status && at == name && status.State.HoldsPlaces());
        if (jobs > 0 && !force)
            throw new ClusterConflictException($"{jobs} jobs hold places in cluster '{name}'.");
        foreach (var node in _nodes.Keys.Where(k => k.Cluster == name).ToList())
            _nodes.Remove(node);
        return _clusters.Remove(name);
    }

    private NodeSnapshot FindNode(string cluster, string node)
    {
        _ = FindCluster(cluster);
        return _nodes.GetValueOrDefault((cluster, node)) ?? throw new NodeNotFoundException(cluster, node);
    }

    private List<NodeSnapshot> Nodes(string cluster, string? selector)
    {
        _ = FindCluster(cluster);
        var labels = selector is null ? null : LabelSelector.Parse(selector);
        return [.. _nodes.Where(n => n.Key.Cluster == cluster && labels?.Matches(n.Value.Node.Labels) != false).Select(static n => n.Value)];
    }
}
