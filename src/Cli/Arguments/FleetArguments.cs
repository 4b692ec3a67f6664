using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>How queues, clusters and nodes are named.</summary>
internal static class FleetArguments
{
    public static Argument<string[]> Names(string description) =>
        new("NAME") { Description = description, Arity = ArgumentArity.ZeroOrMore };

    public static Option<string?> Cluster() =>
        new("--cluster") { Description = "Cluster of nodes that are named without one", HelpName = "CLUSTER" };

    /// <summary>Those of the names, in the order of the list; all when there are no names.</summary>
    public static List<T> Pick<T>(IReadOnlyList<T> all, string[] names, Func<T, string> nameOf, Func<string, MusterException> missing)
    {
        var plain = names.Select(n => n[(n.IndexOf('/', StringComparison.Ordinal) + 1)..]).ToList();
        foreach (var name in plain)
            if (!all.Any(item => nameOf(item) == name))
                throw missing(name);
        return [.. all.Where(item => plain.Count == 0 || plain.Contains(nameOf(item)))];
    }

    /// <summary>A node by <c>cluster/name</c>, or by its name when the cluster is given beside it.</summary>
    /// <exception cref="UsageException">It names no node.</exception>
    public static (string Cluster, string Node) ParseNode(string text, string? cluster)
    {
        var parts = (text.StartsWith("node/", StringComparison.Ordinal) && text.Count(c => c == '/') > 1 ? text[5..] : text).Split('/');
        return parts switch
        {
            [var c, var n] when c.Length > 0 && n.Length > 0 && (cluster is null || cluster == c) => (c, n),
            [var n] when n.Length > 0 && cluster is not null => (cluster, n),
            _ => throw new UsageException($"'{Contracts.Names.Clip(text)}' names no node; write cluster/name, or the name and --cluster"),
        };
    }
}
