using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>What pods that are not Muster's ask of their nodes. Sums are made when they are asked for: amounts saturate, so none can be taken back out of one.</summary>
internal sealed class ForeignPods
{
    private readonly Dictionary<string, string> _nodes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Dictionary<string, ResourceVector>> _requests = new(StringComparer.Ordinal);

    /// <summary>A pod as it is now. Returns the nodes whose sum is another.</summary>
    public IEnumerable<string> Set(ObservedPod pod)
    {
        var uid = pod.Identity.Uid;
        if (pod.Node is null || pod.Requests.IsEmpty)
            return Remove(uid);
        var left = _nodes.TryGetValue(uid, out var before) && before != pod.Node ? Remove(uid) : [];
        if (!_requests.TryGetValue(pod.Node, out var pods))
            _requests.Add(pod.Node, pods = new(StringComparer.Ordinal));
        if (pods.TryGetValue(uid, out var known) && known.Equals(pod.Requests))
            return left;
        pods[uid] = pod.Requests;
        _nodes[uid] = pod.Node;
        return left.Append(pod.Node);
    }

    /// <summary>A pod that is gone. Returns the nodes whose sum is another.</summary>
    public IEnumerable<string> Remove(string uid)
    {
        if (!_nodes.Remove(uid, out var node))
            return [];
        var pods = _requests[node];
        pods.Remove(uid);
        if (pods.Count == 0)
            _requests.Remove(node);
        return [node];
    }

    /// <summary>What pods on a node ask for together.</summary>
    public ResourceVector On(string node) => _requests.TryGetValue(node, out var pods)
        ? pods.Values.Aggregate(ResourceVector.Empty, static (sum, requests) => sum.Add(requests))
        : ResourceVector.Empty;
}
