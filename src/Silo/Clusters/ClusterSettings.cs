namespace Muster.Silo;

/// <summary>A member cluster as people write it in the configuration.</summary>
public sealed class ClusterSettings
{
    /// <summary>Name, a DNS-1123 label.</summary>
    public string Name { get; set; } = "";

    /// <summary>Labels that jobs select clusters by.</summary>
    public Dictionary<string, string> Labels { get; } = [];

    /// <summary>A kubeconfig file. It is read again when it changes.</summary>
    public string? Kubeconfig { get; set; }

    /// <summary>Which of its contexts; not set for its only one, or its current one.</summary>
    public string? Context { get; set; }

    /// <summary>True for the cluster that the silo itself runs in, by its service account.</summary>
    public bool InCluster { get; set; }
}
