using Muster.Client;
using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>How to enter a cluster of the configuration: a kubeconfig file, or the service account of the pod that this silo is.</summary>
internal static class ConfiguredAccess
{
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    /// <exception cref="MusterException">It is no kubeconfig that is accepted.</exception>
    public static IClusterCredentials Open(ClusterSettings settings, TimeProvider time, ILoggerFactory loggers)
    {
        if (settings.InCluster)
            return InClusterCredentials.Open(null, InClusterCredentials.DefaultFolder, time, loggers.CreateLogger<InClusterCredentials>());
        return FileCredentials.Open(settings.Kubeconfig!, yaml => Kubeconfig.Read(yaml, settings.Context), time, loggers.CreateLogger<FileCredentials>());
    }
}
