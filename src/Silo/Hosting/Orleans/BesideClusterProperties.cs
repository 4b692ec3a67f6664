using Orleans.Metadata;
using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>Gives the filter to the grains of clusters, whose class knows nothing of it.</summary>
internal sealed class BesideClusterProperties(IServiceProvider services) : IGrainPropertiesProvider
{
    public void Populate(Type grainClass, GrainType grainType, Dictionary<string, string> properties)
    {
        if (grainType.ToString() == "cluster")
            new BesideClusterFilter().PopulateGrainProperties(services, grainClass, grainType, properties);
    }
}
