using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Clusters as they are shown: what their grains say, what is on record, and where they are. Never a credential.</summary>
internal sealed class ClusterViews(ClusterRegistry registry, KubernetesFleet fleet, IGrainFactory grains)
{
    /// <summary>Null when it is gone meanwhile, perhaps by another silo's doing.</summary>
    public async Task<ClusterSnapshot?> TryReadAsync(ClusterName cluster)
    {
        try
        {
            return await ReadAsync(cluster);
        }
        catch (ClusterNotFoundException)
        {
            return null;
        }
    }

    /// <exception cref="ClusterNotFoundException">No such cluster.</exception>
    public async Task<ClusterSnapshot> ReadAsync(ClusterName cluster)
    {
        var registration = await registry.LookUpAsync(cluster.Value) ?? throw new ClusterNotFoundException(cluster.Value);
        var snapshot = await grains.GetGrain<IClusterGrain>(cluster.Value).Get();
        // Its grain may serve the registration before for a moment still.
        return snapshot with { Spec = registration.Spec, Uid = registration.Uid ?? snapshot.Uid, Server = fleet.ServerOf(cluster) };
    }
}
