using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.ControlPlane;

/// <summary>A node that has a kubelet but no machine.</summary>
/// <param name="Name">Its name.</param>
public sealed record HollowNode(string Name)
{
    /// <summary>What it offers, as Kubernetes quantities.</summary>
    public ImmutableSortedDictionary<string, string> Allocatable { get; init; } = Amounts(8, "32Gi", 0, 110);

    /// <summary>Its labels; <c>kubernetes.io/hostname</c> is added.</summary>
    public ImmutableSortedDictionary<string, string> Labels { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Its taints.</summary>
    public ImmutableArray<Taint> Taints { get; init; } = [];

    /// <summary>A node of usual resources.</summary>
    public static HollowNode Of(string name, int cpu = 8, string memory = "32Gi", int gpu = 0, int pods = 110) =>
        new(name) { Allocatable = Amounts(cpu, memory, gpu, pods) };

    /// <summary>Nodes <c>prefix0</c>, <c>prefix1</c>, … that are alike.</summary>
    public static IEnumerable<HollowNode> Many(string prefix, int count, int cpu = 8, string memory = "32Gi", int gpu = 0, int pods = 110) =>
        Enumerable.Range(0, count).Select(i => Of(prefix + Text(i), cpu, memory, gpu, pods));

    private static ImmutableSortedDictionary<string, string> Amounts(int cpu, string memory, int gpu, int pods)
    {
        var amounts = ImmutableSortedDictionary<string, string>.Empty
            .Add(ResourceNames.Cpu, Text(cpu)).Add(ResourceNames.Memory, memory).Add(ResourceNames.Pods, Text(pods));
        return gpu == 0 ? amounts : amounts.Add(ResourceNames.Gpu, Text(gpu));
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
