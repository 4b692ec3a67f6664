using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// What a cluster holds, put together from its nodes, Muster's pods and everybody else's, and told as one history of events. Changes
/// that foreign pods make to nodes are told together, when <see cref="Flush"/> is called; everything else at once.
/// </summary>
/// <param name="origin">Which pods are Muster's.</param>
/// <param name="ring">Where events go.</param>
/// <param name="nodesChanged">Called when there is something to flush, where there was nothing before.</param>
/// <param name="nodeMissed">Called, once for each time that a pod is seen there, with a node that holds pods of gangs and is not known.</param>
internal sealed class GatewayFeed(string origin, FeedRing ring, Action nodesChanged, Action<string> nodeMissed)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, NodeInfo> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NodeInfo> _shownNodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ObservedPod> _pods = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Namespace, string Name), string> _uids = [];
    private readonly HashSet<string> _lost = new(StringComparer.Ordinal);
    private readonly HashSet<string> _dirty = new(StringComparer.Ordinal);
    private readonly ForeignPods _foreign = new();
    private bool _nodesListed;

    /// <summary>Where nodes are told.</summary>
    public IReflectorSink<ObservedNode> Nodes => new NodeSink(this);

    /// <summary>Where pods with Muster's label are told.</summary>
    public IReflectorSink<ObservedPod> Own => new PodSink(SetOwn, RemoveOwn);

    /// <summary>Where everybody else's pods are told.</summary>
    public IReflectorSink<ObservedPod> Foreign => new PodSink(SetForeign, RemoveForeign);

    /// <summary>Everything as of now.</summary>
    public ClusterList Snapshot()
    {
        lock (_gate)
        {
            FlushNodes();
            return new(ring.Revision, [.. _shownNodes.Values], [.. _pods.Values.Where(IsShown).Select(static p => p.Gang!)]);
        }
    }

    /// <summary>A pod of a gang, by name; null when none is known.</summary>
    public ObservedPod? Find(string podNamespace, string name)
    {
        lock (_gate)
            return _uids.TryGetValue((podNamespace, name), out var uid) ? _pods[uid] : null;
    }

    /// <summary>Those of some nodes that the cluster did not show. Nothing is said before it has shown them all.</summary>
    public ImmutableArray<string> Missing(IEnumerable<string> nodes)
    {
        lock (_gate)
            return _nodesListed ? [.. nodes.Where(n => !_nodes.ContainsKey(n)).Distinct(StringComparer.Ordinal)] : [];
    }

    /// <summary>Tells of the nodes that foreign pods have changed.</summary>
    public void Flush()
    {
        lock (_gate)
            FlushNodes();
    }

    /// <summary>There is evidence that a node is gone: its pods are lost, whatever the cluster goes on showing of them.</summary>
    public void NodeIsGone(string node)
    {
        lock (_gate)
        {
            if (_nodes.ContainsKey(node))
                return;
            foreach (var pod in _pods.Values.Where(p => p.Node == node && IsShown(p) && !HasEnded(p)).ToArray())
            {
                _lost.Add(pod.Identity.Uid);
                ring.Append(new ClusterEvent { RemovedPod = pod.Gang });
            }
        }
    }

    private void SetNode(ObservedNode node)
    {
        lock (_gate)
        {
            _nodes[node.Info.Name] = node.Info;
            ShowNode(node.Info.Name);
        }
    }

    private void RemoveNode(ObservedNode node)
    {
        var name = node.Info.Name;
        bool missed;
        lock (_gate)
        {
            _nodes.Remove(name);
            if (_shownNodes.Remove(name))
                ring.Append(new ClusterEvent { RemovedNode = name });
            missed = _pods.Values.Any(p => p.Node == name && IsShown(p) && !HasEnded(p));
        }
        if (missed)
            nodeMissed(name);
    }

    private void NodesSynced()
    {
        string[] missed;
        lock (_gate)
        {
            _nodesListed = true;
            missed = [.. _pods.Values.Where(IsMissingItsNode).Select(static p => p.Node!).Distinct(StringComparer.Ordinal)];
        }
        foreach (var node in missed)
            nodeMissed(node);
    }

    private void SetOwn(ObservedPod pod)
    {
        bool missed;
        lock (_gate)
        {
            // A pod that only says that it is Muster's takes room like any other.
            if (!IsOurs(pod))
            {
                ForgetOwn(pod.Identity.Uid);
                MarkDirty(_foreign.Set(pod));
                return;
            }
            MarkDirty(_foreign.Remove(pod.Identity.Uid));
            var before = _pods.GetValueOrDefault(pod.Identity.Uid);
            _pods[pod.Identity.Uid] = pod;
            _uids[(pod.Identity.Namespace, pod.Identity.Name)] = pod.Identity.Uid;
            if (IsShown(pod) && before?.Gang != pod.Gang)
                ring.Append(new ClusterEvent { Pod = pod.Gang });
            missed = IsMissingItsNode(pod);
        }
        if (missed)
            nodeMissed(pod.Node!);
    }

    private void RemoveOwn(ObservedPod pod)
    {
        lock (_gate)
        {
            ForgetOwn(pod.Identity.Uid);
            MarkDirty(_foreign.Remove(pod.Identity.Uid));
        }
    }

    private void ForgetOwn(string uid)
    {
        if (!_pods.Remove(uid, out var known))
            return;
        var name = (known.Identity.Namespace, known.Identity.Name);
        if (_uids.GetValueOrDefault(name) == uid)
            _uids.Remove(name);
        if (!_lost.Remove(uid))
            ring.Append(new ClusterEvent { RemovedPod = known.Gang });
    }

    private void SetForeign(ObservedPod pod)
    {
        lock (_gate)
            MarkDirty(_foreign.Set(pod));
    }

    private void RemoveForeign(ObservedPod pod)
    {
        lock (_gate)
            MarkDirty(_foreign.Remove(pod.Identity.Uid));
    }

    private void MarkDirty(IEnumerable<string> nodes)
    {
        var before = _dirty.Count;
        _dirty.UnionWith(nodes.Where(_nodes.ContainsKey));
        if (before == 0 && _dirty.Count > 0)
            nodesChanged();
    }

    private void FlushNodes()
    {
        foreach (var node in _dirty.Where(_nodes.ContainsKey).ToArray())
            ShowNode(node);
        _dirty.Clear();
    }

    private void ShowNode(string name)
    {
        var node = _nodes[name] with { Foreign = _foreign.On(name) };
        if (_shownNodes.TryGetValue(name, out var shown) && NodeReader.IsSame(shown, node))
            return;
        _shownNodes[name] = node;
        ring.Append(new ClusterEvent { Node = node });
    }

    private bool IsOurs(ObservedPod pod) => pod.Gang is not null && pod.Origin == origin;

    private bool IsShown(ObservedPod pod) => !_lost.Contains(pod.Identity.Uid);

    private bool IsMissingItsNode(ObservedPod pod) =>
        _nodesListed && pod.Node is { } node && !_nodes.ContainsKey(node) && IsShown(pod) && !HasEnded(pod);

    private static bool HasEnded(ObservedPod pod) => pod.Gang!.Phase is PodPhase.Succeeded or PodPhase.Failed or PodPhase.Rejected;

    private sealed class NodeSink(GatewayFeed feed) : IReflectorSink<ObservedNode>
    {
        public void Added(ObservedNode item) => feed.SetNode(item);

        public void Modified(ObservedNode item) => feed.SetNode(item);

        public void Deleted(ObservedNode item) => feed.RemoveNode(item);

        public void Synced() => feed.NodesSynced();
    }

    private sealed class PodSink(Action<ObservedPod> set, Action<ObservedPod> remove) : IReflectorSink<ObservedPod>
    {
        public void Added(ObservedPod item) => set(item);

        public void Modified(ObservedPod item) => set(item);

        public void Deleted(ObservedPod item) => remove(item);

        public void Synced()
        {
        }
    }
}
