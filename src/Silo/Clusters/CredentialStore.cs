using System.Text.Json;
using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>
/// How to enter the registered clusters, for a silo that has no others: a file each, readable by its user alone, in a folder that
/// is closed to others. Nothing of it is ever in the ledger, a log, the audit record or an answer.
/// </summary>
internal sealed class CredentialStore(string folder, TimeProvider time, ILoggerFactory loggers)
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OwnersFolder = OwnerOnly | UnixFileMode.UserExecute;

    public bool Has(ClusterName cluster) => File.Exists(PathOf(cluster));

    /// <summary>What lets us into a cluster; noticed when it changes.</summary>
    /// <exception cref="ClusterUnauthorizedException">There is no such file, or it cannot be used.</exception>
    public IClusterCredentials Open(ClusterName cluster)
    {
        try
        {
            return FileCredentials.Open(PathOf(cluster), Read, time, loggers.CreateLogger<CredentialStore>());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidRequestException)
        {
            throw new ClusterUnauthorizedException($"The credential of cluster '{cluster}' ({PathOf(cluster)}) cannot be used: {Why(error)}. Register it again with --replace.");
        }
    }

    /// <summary>Puts a cluster's file in the place of the one before, whole.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    public void Write(ClusterName cluster, ClusterAccess access)
    {
        MakeFolder();
        var (path, next) = (PathOf(cluster), $"{PathOf(cluster)}.{Guid.NewGuid():N}.new");
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(next, options))
            {
                JsonSerializer.Serialize(file, access, MusterJson.Default.ClusterAccess);
                file.Flush(flushToDisk: true);
            }
            File.Move(next, path, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }

    public void Delete(ClusterName cluster)
    {
        if (Directory.Exists(folder))
            File.Delete(PathOf(cluster));
    }

    private void MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
            return;
        }
        Directory.CreateDirectory(folder, OwnersFolder);
        // One that was there before may be open to others: it holds secrets from now on.
        if (File.GetUnixFileMode(folder) != OwnersFolder)
            File.SetUnixFileMode(folder, OwnersFolder);
    }

    private static ClusterAccess Read(string json)
    {
        try
        {
            var access = JsonSerializer.Deserialize(json, OutsideJson.Request<ClusterAccess>());
            AccessRules.Require(access);
            return access!;
        }
        catch (JsonException)
        {
            // What the reader says of a broken text may quote it.
            throw new InvalidRequestException("credential", "it is no JSON of a credential", "register the cluster again");
        }
    }

    private static string Why(Exception error) => error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : error.Message.TrimEnd('.');

    // A cluster's name is a DNS label: nothing in it leads out of the folder.
    private string PathOf(ClusterName cluster) => Path.Combine(folder, cluster.Value + ".json");
}
