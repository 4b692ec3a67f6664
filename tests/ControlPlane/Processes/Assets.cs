namespace Muster.ControlPlane;

/// <summary>Where the programs of a control plane are. The rules are those of setup.sh.</summary>
public static class Assets
{
    /// <summary>What to do when they are not there.</summary>
    public const string Remedy = "run tests/ControlPlane/setup.sh";

    private const string Variable = "KUBEBUILDER_ASSETS";

    /// <summary>True when a control plane can be started here.</summary>
    public static bool AreThere => Find() is not null;

    /// <summary>The folder that holds the programs.</summary>
    /// <exception cref="InvalidOperationException">They are not there.</exception>
    public static string Folder() =>
        Find() ?? throw new InvalidOperationException($"There are no kube-apiserver and etcd here: {Remedy}, or set {Variable} to a folder that holds them.");

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        if (!string.IsNullOrEmpty(named))
            return Holds(named) ? named : null;
        var folder = Path.Combine(Cache(), "control-plane", "bin");
        return Holds(folder) ? folder : null;
    }

    private static string Cache()
    {
        if (Environment.GetEnvironmentVariable("MUSTER_CACHE") is { Length: > 0 } cache)
            return cache;
        var caches = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } home
            ? home
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        return Path.Combine(caches, "muster");
    }

    private static bool Holds(string folder) =>
        File.Exists(Path.Combine(folder, "kube-apiserver")) && File.Exists(Path.Combine(folder, "etcd"));
}
