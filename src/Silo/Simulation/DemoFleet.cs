namespace Muster.Silo;

/// <summary>The three clusters that the demo shows.</summary>
public static class DemoFleet
{
    private const string Gpu = "nvidia.com/gpu";

    /// <summary>East has the most GPUs, west older ones, south hardly any.</summary>
    public static SimulationOptions Options(string? directory = null) => new()
    {
        Directory = directory,
        Clusters =
        [
            Cluster("east", "eu-central", "h100", Group("east-gpu-", 20, "h100", (Gpu, "8"), ("cpu", "96"), ("memory", "768Gi"))),
            Cluster("west", "us-west", "a100", Group("west-gpu-", 20, "a100", (Gpu, "4"), ("cpu", "64"), ("memory", "512Gi"))),
            Cluster("south", "eu-south", "t4",
                Group("south-cpu-", 16, null, ("cpu", "64"), ("memory", "256Gi")),
                Group("south-gpu-", 4, "t4", (Gpu, "2"), ("cpu", "64"), ("memory", "256Gi"))),
        ],
    };

    private static SimulatedClusterOptions Cluster(string name, string region, string gpu, params NodeGroupOptions[] groups) => new()
    {
        Name = name,
        Labels = new Dictionary<string, string> { ["region"] = region, ["gpu"] = gpu },
        NodeGroups = groups,
    };

    private static NodeGroupOptions Group(string prefix, int count, string? gpu, params (string Name, string Amount)[] allocatable) => new()
    {
        NamePrefix = prefix,
        Count = count,
        Allocatable = allocatable.Append(("pods", NodeGroupOptions.DefaultPods)).ToDictionary(a => a.Item1, a => a.Item2),
        Labels = gpu is null ? [] : new Dictionary<string, string> { ["gpu"] = gpu },
    };
}
