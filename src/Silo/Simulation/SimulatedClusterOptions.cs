namespace Muster.Silo;

/// <summary>A cluster to simulate.</summary>
public sealed class SimulatedClusterOptions
{
    /// <summary>Name, a DNS-1123 label.</summary>
    public string Name { get; set; } = "";

    /// <summary>Labels that jobs select clusters by.</summary>
    public IDictionary<string, string> Labels { get; set; } = new Dictionary<string, string>();

    /// <summary>Its nodes.</summary>
    public IList<NodeGroupOptions> NodeGroups { get; set; } = [];
}
