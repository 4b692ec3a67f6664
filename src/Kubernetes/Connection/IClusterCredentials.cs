using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Where one cluster is and how to be let in. What it holds may change while it is used: tokens rotate.</summary>
public interface IClusterCredentials
{
    /// <summary>What holds now. Asked for every call, so it is quick and does not throw once it has been read well.</summary>
    ClusterAccess Current { get; }

    /// <summary>Reads anew, because what <see cref="Current"/> says was not let in. True where it now says something else.</summary>
    Task<bool> RefreshAsync();
}
