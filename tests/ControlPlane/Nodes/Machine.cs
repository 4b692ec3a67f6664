using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>A node's machine and kubelet. Guarded by the lock of its <see cref="HollowNodes"/>.</summary>
internal sealed class Machine(HollowNode node)
{
    public HollowNode Node { get; } = node;

    public ImmutableSortedDictionary<string, string> Labels { get; } = node.Labels.SetItem("kubernetes.io/hostname", node.Name);

    public ResourceVector Allocatable { get; set; } = PodReader.Amounts(node.Allocatable);

    /// <summary>The most that it ever had.</summary>
    public ResourceVector Physical { get; set; } = PodReader.Amounts(node.Allocatable);

    public HashSet<HollowPod> Pods { get; } = [];

    /// <summary>False while its kubelet neither acts nor speaks.</summary>
    public bool KubeletLives { get; set; } = true;

    /// <summary>True when the machine went down with everything on it.</summary>
    public bool Crashed { get; set; }

    /// <summary>Changes with each start of the machine.</summary>
    public Guid BootId { get; set; } = Guid.NewGuid();

    public ResourceVector Used => Pods.Where(p => p.HoldsPlace).Aggregate(ResourceVector.Empty, (sum, p) => sum.Add(p.Facts.Requests));
}
