using System.Collections.Concurrent;
using Muster.Contracts;
using Muster.Grains;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>
/// How to enter the registered clusters: sealed in the ledger, where every silo with the key finds it, or in files of this silo
/// alone. The configuration settles where new ones go; what is in the other place is used until it is replaced.
/// </summary>
internal sealed partial class CredentialVault(
    CredentialStore files, CredentialKeys keys, ClusterRegistry registry, SiloSettings settings, ILogger<CredentialVault> logger)
{
    private readonly ConcurrentDictionary<string, (long Version, IClusterCredentials Credentials)> _opened = new(StringComparer.Ordinal);

    /// <summary>True when new credentials are sealed into the ledger: there is a key, and a ledger that silos can share.</summary>
    public bool Seals => keys.Any && settings.Ledger.Kind == LedgerKind.Redis;

    /// <summary>Refuses what the other silos could not use.</summary>
    /// <exception cref="ClusterConflictException">There are other silos, and no key.</exception>
    public void RequireReachable()
    {
        if (settings.Cluster.HasOthers && !Seals)
            throw new ClusterConflictException(
                $"This silo is one of several, and what it is given here the others could not read. Give every silo the same key in Muster:Credentials:KeyFile or Muster:Credentials:Key ({CredentialKeys.HowTo}), and register the cluster then; or name it under Muster:Clusters in the configuration of every silo.");
    }

    /// <summary>Text for the ledger; null when this silo keeps credentials in files.</summary>
    public string? Seal(ClusterName cluster, ClusterAccess access) => Seals ? keys.Seal(cluster, access) : null;

    /// <summary>What lets us into a cluster.</summary>
    /// <exception cref="ClusterUnauthorizedException">There is none, or none that can be used.</exception>
    public IClusterCredentials Open(ClusterName cluster)
    {
        if (registry.Find(cluster.Value) is not { SealedAccess: { } text } registration)
            return files.Open(cluster);
        if (_opened.TryGetValue(cluster.Value, out var opened) && opened.Version == registration.Version)
            return opened.Credentials;
        var credentials = new FixedCredentials(keys.Open(cluster, text));
        if (keys.IsOld(text))
            LogOld(logger, cluster);
        _opened[cluster.Value] = (registration.Version, credentials);
        return credentials;
    }

    /// <summary>Forgets what was opened of a cluster that is gone or was registered anew.</summary>
    public void Forget(ClusterName cluster) => _opened.TryRemove(cluster.Value, out _);

    [LoggerMessage(1, LogLevel.Warning, "The credential of cluster {Cluster} is sealed with a key that is not the first of Muster:Credentials; register the cluster again with --replace before that key is taken away")]
    private static partial void LogOld(ILogger logger, ClusterName cluster);
}
