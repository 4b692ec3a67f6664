using System.Collections.Immutable;

namespace Muster.Client;

/// <summary>The keys of one place of a kubeconfig: those that are read, and those that are known and refused.</summary>
internal sealed class KubeconfigKeys(string[] accepted, params (string Key, string Problem, string Remedy)[] refused)
{
    public ImmutableArray<string> Accepted { get; } = [.. accepted];

    /// <summary>What a refused key does, and what to write instead; null for a key that nobody knows. However it is spelt, it is meant to do the same.</summary>
    public (string Problem, string Remedy)? Refusal(string key)
    {
        foreach (var (name, problem, remedy) in refused)
            if (string.Equals(name, key.Trim(), StringComparison.OrdinalIgnoreCase))
                return (problem, remedy);
        return null;
    }
}
