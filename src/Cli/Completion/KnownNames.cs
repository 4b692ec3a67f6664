using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Asks for names. Whatever goes wrong, there are none: a shell is no place to complain.</summary>
internal static class KnownNames
{
    private const int Most = 1000;

    public static async Task<List<string>> FindAsync(NameKind kind, CompletionPlace place, CliContext context, CancellationToken cancellationToken)
    {
        try
        {
            if (kind == NameKind.Contexts)
                return [.. context.Config.Contexts.Select(c => c.Name)];
            var flags = new ConnectionFlags(
                Value("--server") is { } text && ServerAddress.TryParse(text, out var server) ? server : null, Value("--token-file"), Value("--context"), Value("--namespace"));
            var connection = Connection.Resolve(flags, context.World.Environment, context.Config);
            using var client = Session.Open(context, connection, RetryOptions.None);
            return await AskAsync(client, kind, place, connection.Namespace, cancellationToken);
        }
        catch (Exception error) when (error is MusterException or OperationCanceledException or ConfigException or UsageException or IOException or ArgumentException)
        {
            return [];
        }

        string? Value(string name) => place.Options.TryGetValue(name, out var value) && value.Length > 0 ? value : null;
    }

    private static async Task<List<string>> AskAsync(MusterClient client, NameKind kind, CompletionPlace place, string ns, CancellationToken cancellationToken) => kind switch
    {
        NameKind.Queues => await QueuesAsync(client, cancellationToken),
        NameKind.Clusters => await ClustersAsync(client, cancellationToken),
        NameKind.Nodes => await NodesAsync(client, place, cancellationToken),
        NameKind.Cordons =>
        [
            .. (await QueuesAsync(client, cancellationToken)).Select(q => $"queue/{q}"),
            .. (await ClustersAsync(client, cancellationToken)).Select(c => $"cluster/{c}"),
            .. place.Word.StartsWith("node/", StringComparison.Ordinal) ? (await NodesAsync(client, place, cancellationToken)).Select(n => $"node/{n}") : ["node/"],
        ],
        _ => await JobsAsync(client, place, ns, cancellationToken),
    };

    private static async Task<List<string>> QueuesAsync(MusterClient client, CancellationToken cancellationToken) =>
        [.. (await client.ListQueuesAsync(cancellationToken)).Select(q => q.Spec.Name)];

    private static async Task<List<string>> ClustersAsync(MusterClient client, CancellationToken cancellationToken) =>
        [.. (await client.ListClustersAsync(cancellationToken)).Select(c => c.Spec.Name)];

    private static async Task<List<string>> NodesAsync(MusterClient client, CompletionPlace place, CancellationToken cancellationToken)
    {
        var isBare = place.Options.TryGetValue("--cluster", out var one);
        var nodes = new List<string>();
        foreach (var cluster in isBare ? [one!] : await ClustersAsync(client, cancellationToken))
            await foreach (var node in client.ListNodesAsync(cluster, cancellationToken: cancellationToken).Take(Most).WithCancellation(cancellationToken))
                nodes.Add(isBare ? node.Node.Name : $"{cluster}/{node.Node.Name}");
        return nodes;
    }

    // The newest first: they are what somebody has in mind.
    private static async Task<List<string>> JobsAsync(MusterClient client, CompletionPlace place, string ns, CancellationToken cancellationToken)
    {
        var slash = place.Word.IndexOf('/', StringComparison.Ordinal);
        var prefix = slash > 0 ? place.Word[..(slash + 1)] : "";
        var (wanted, isTyped) = (slash > 0 ? place.Word[..slash] : ns, prefix is "job/" or "jobs/");
        var names = new List<string>();
        await foreach (var job in client.ListJobsAsync(new JobListOptions { Namespace = isTyped ? ns : wanted, NewestFirst = true }, cancellationToken).Take(Most).WithCancellation(cancellationToken))
            names.Add(prefix + job.Metadata.Name);
        return names;
    }
}
