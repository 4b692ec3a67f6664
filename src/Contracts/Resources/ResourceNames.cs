namespace Muster.Contracts;

/// <summary>Names of resources that Muster knows something about. Any other name is an extended resource.</summary>
public static class ResourceNames
{
    /// <summary>Processor time, in thousandths of a core.</summary>
    public const string Cpu = "cpu";

    /// <summary>Memory, in bytes.</summary>
    public const string Memory = "memory";

    /// <summary>Local disk, in bytes.</summary>
    public const string EphemeralStorage = "ephemeral-storage";

    /// <summary>Whole GPUs, in thousandths of a device.</summary>
    public const string Gpu = "nvidia.com/gpu";

    /// <summary>Pods on a node, in thousandths (one pod is 1000, as for every counted resource).</summary>
    public const string Pods = "pods";

    /// <summary>True when the smallest unit is the byte; false when it is the thousandth.</summary>
    public static bool IsBytes(string name) =>
        name is Memory or EphemeralStorage || name.StartsWith("hugepages-", StringComparison.Ordinal);
}
