using Muster.Contracts;

namespace Muster.Silo;

/// <content>What befalls nodes and kubelets.</content>
public sealed partial class SimulatedCluster
{
    private int _rejections;

    /// <summary>What pods that are not Muster's use of a node from now on. Pods that are there already stay.</summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public void SetForeign(string node, ResourceVector foreign) => OnNode(node, (n, _) =>
        Show(n, n.Seen with { Foreign = foreign }));

    /// <summary>Lets a node take nothing new, or again; its pods run on. Also what a node that is not ready looks like.</summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public void Cordon(string node, bool cordoned = true) => OnNode(node, (n, _) =>
    {
        n.Cordoned = cordoned;
        Show(n, n.Seen);
    });

    /// <summary>
    /// Kills a node: its pods stop at once, which nobody can see; after <see cref="SimulationTimings.NodeRemoval"/> its object
    /// and theirs are removed.
    /// </summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public void LoseNode(string node) => OnNode(node, (n, now) =>
    {
        if (!n.Lives)
            return;
        n.LostAt = now;
        foreach (var pod in _pods.Values.Where(p => p.Host == n && p.HoldsPlace))
            Release(pod, now, RunEnding.NodeLost);
        Show(n, n.Seen);
        Plan(n, now + _timings.NodeRemoval);
    });

    /// <summary>Brings a lost node back, empty.</summary>
    /// <exception cref="ArgumentException">There is no such node.</exception>
    public void ReturnNode(string node) => OnNode(node, (n, now) =>
    {
        if (n.Lives)
            return;
        if (!n.Removed)
            RemoveNode(n, now);
        (n.LostAt, n.Removed) = (null, false);
        Show(n, n.Seen);
    });

    /// <summary>Lets kubelets refuse the next pods, wherever they are bound.</summary>
    public void RejectNext(int pods)
    {
        lock (_gate)
            _rejections = pods;
    }

    private string? TakeRejection()
    {
        if (_rejections <= 0)
            return null;
        _rejections--;
        return "UnexpectedAdmissionError: Allocate failed due to a simulated fault, which is unexpected";
    }

    private void OnNode(string name, Action<SimulatedNode, DateTimeOffset> act) => Transact(now =>
    {
        act(_nodes.GetValueOrDefault(name) ?? throw new ArgumentException($"Cluster '{Spec.Name}' has no node '{Names.Clip(name)}'.", nameof(name)), now);
        return true;
    });

    private void RemoveNode(SimulatedNode node, DateTimeOffset at)
    {
        (node.Removed, node.Due) = (true, DateTimeOffset.MaxValue);
        foreach (var pod in _pods.Values.Where(p => p.Host == node).ToList())
            Vanish(pod, at);
        _changes.Nodes.Add(node);
        Emit(new ClusterEvent { RemovedNode = node.Seen.Name });
    }

    private void Show(SimulatedNode node, NodeInfo seen)
    {
        node.Seen = seen with { Schedulable = node.Lives && !node.Cordoned };
        _changes.Nodes.Add(node);
        if (!node.Removed)
            Emit(new ClusterEvent { Node = node.Seen });
    }

    private void Restore(SimulatedNode node, ClusterImage.NodeState state)
    {
        (node.Cordoned, node.LostAt, node.Removed) = (state.Cordoned, state.LostAt, state.Removed);
        node.Seen = node.Seen with { Foreign = state.Foreign, Schedulable = node.Lives && !node.Cordoned };
        if (node is { LostAt: { } lost, Removed: false })
            Plan(node, lost + _timings.NodeRemoval);
    }
}
