namespace Muster.Silo;

/// <summary>The clusters to simulate.</summary>
public sealed class SimulationOptions
{
    /// <summary>Most clusters of a fleet.</summary>
    public const int MaxClusters = 256;

    /// <summary>The clusters; names are unique.</summary>
    public IList<SimulatedClusterOptions> Clusters { get; set; } = [];

    /// <summary>Whether there are the demo's clusters where none is configured and none is registered.</summary>
    public bool Demo { get; set; } = true;

    /// <summary>Where each cluster keeps its file; null to keep everything in memory, gone with the process.</summary>
    public string? Directory { get; set; }

    /// <summary>How long things take.</summary>
    public SimulationTimings Timings { get; set; } = new();

    /// <summary>Seed of the faults' random numbers, and of the clusters' identities when there is no directory.</summary>
    public int Seed { get; set; } = 1;
}
