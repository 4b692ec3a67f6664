namespace Muster.Contracts;

/// <summary>The ways to the member clusters.</summary>
public interface IClusterGateways
{
    /// <summary>The way to a registered cluster.</summary>
    /// <exception cref="ClusterNotFoundException">No such cluster is configured.</exception>
    IClusterGateway Get(ClusterName cluster);
}
