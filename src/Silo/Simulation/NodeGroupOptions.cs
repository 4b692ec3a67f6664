namespace Muster.Silo;

/// <summary>Nodes that are alike.</summary>
public sealed class NodeGroupOptions
{
    /// <summary>Most nodes of a group.</summary>
    public const int MaxCount = 10_000;

    /// <summary>Pods of a node whose group does not say, as a kubelet's default is.</summary>
    public const string DefaultPods = "110";

    /// <summary>How many.</summary>
    public int Count { get; set; } = 1;

    /// <summary>What their names begin with; a number from 1 follows.</summary>
    public string NamePrefix { get; set; } = "";

    /// <summary>What pods may use of each, as quantities: <c>{"cpu": "96", "memory": "768Gi"}</c>.</summary>
    public IDictionary<string, string> Allocatable { get; set; } = new Dictionary<string, string>();

    /// <summary>Labels of each, besides <c>kubernetes.io/hostname</c>.</summary>
    public IDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>Taints of each, as kubectl writes them: <c>key=value:NoSchedule</c>.</summary>
    public IList<string> Taints { get; set; } = [];
}
