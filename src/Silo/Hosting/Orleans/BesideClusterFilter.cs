using Orleans.Placement;

namespace Muster.Silo;

/// <summary>A cluster's grain goes to a silo that says it is beside that cluster, when there is one.</summary>
internal sealed class BesideClusterFilter() : PlacementFilterStrategy(order: 0)
{
    /// <summary>Under this key each silo shows the clusters that it is beside, with commas between.</summary>
    public const string MetadataKey = "muster.clusters";
}
