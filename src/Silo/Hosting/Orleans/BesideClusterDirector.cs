using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;
using Orleans.Runtime.Placement;

namespace Muster.Silo;

/// <summary>Chooses the silos beside a cluster; all of them when there is none, or the cluster could not be looked after.</summary>
internal sealed class BesideClusterDirector(ISiloMetadataCache metadata) : IPlacementFilterDirector
{
    public IEnumerable<SiloAddress> Filter(PlacementFilterStrategy filterStrategy, PlacementTarget target, IEnumerable<SiloAddress> silos)
    {
        SiloAddress[] all = [.. silos];
        SiloAddress[] beside = [.. all.Where(s => IsBeside(metadata.GetSiloMetadata(s), target.GrainIdentity.Key.ToString()!))];
        return beside.Length > 0 ? beside : all;
    }

    /// <summary>Whether a silo says that it is beside a cluster.</summary>
    public static bool IsBeside(SiloMetadata silo, string cluster) =>
        silo.Metadata.TryGetValue(BesideClusterFilter.MetadataKey, out var clusters) && clusters.Split(',').Contains(cluster, StringComparer.Ordinal);
}
