using System.Diagnostics.CodeAnalysis;

namespace Muster.Kubernetes.Tests;

/// <summary>Tests that share one real cluster.</summary>
[CollectionDefinition(Name)]
[SuppressMessage("Naming", "CA1711", Justification = "It is what the framework calls it.")]
public sealed class RealClusterGroup : ICollectionFixture<RealCluster>
{
    public const string Name = "real cluster";
}
