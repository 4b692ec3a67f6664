namespace Muster.Silo.Tests;

/// <summary>Small clusters: nodes <c>n-01</c>, <c>n-02</c>, … of 4 cpu and 10 pods.</summary>
internal static class TestClusters
{
    public static SimulationOptions Options(string? directory = null, int nodes = 4, params IEnumerable<string> names) => new()
    {
        Directory = directory,
        Clusters = [.. names.DefaultIfEmpty("c").Select(name => new SimulatedClusterOptions
        {
            Name = name,
            NodeGroups = [new NodeGroupOptions { NamePrefix = "n-", Count = nodes, Allocatable = Allocatable("4", "10") }],
        })],
    };

    public static Dictionary<string, string> Allocatable(string cpu, string pods) =>
        new() { ["cpu"] = cpu, ["memory"] = "16Gi", ["pods"] = pods };

    public static SimulatedCluster Open(TimeProvider time, SimulationOptions? options = null)
    {
        options ??= Options();
        return SimulatedCluster.Open(options.Clusters[0], options, time);
    }
}
