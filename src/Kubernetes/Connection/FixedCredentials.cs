using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Credentials that never change.</summary>
public sealed class FixedCredentials(ClusterAccess access) : IClusterCredentials
{
    /// <inheritdoc/>
    public ClusterAccess Current => access;

    /// <inheritdoc/>
    public Task<bool> RefreshAsync() => Task.FromResult(false);
}
