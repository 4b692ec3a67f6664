using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>What is cordoned: a queue, a cluster or a node.</summary>
internal sealed record CordonTarget(string Kind, string Name, string? Node = null)
{
    public static Argument<string[]> Argument(string verb) =>
        new("TARGET") { Description = $"What to {verb}: queue/NAME, cluster/NAME or node/CLUSTER/NAME", Arity = ArgumentArity.OneOrMore };

    public override string ToString() => Node is null ? $"{Kind}/{Name}" : $"{Kind}/{Name}/{Node}";

    /// <summary>Does the same for each: one that fails does not keep the others from their turn.</summary>
    /// <exception cref="UsageException">A word names nothing that can be cordoned.</exception>
    public static async Task<int> ForEachAsync(Session session, string[] texts, Func<CordonTarget, Task> run)
    {
        var code = ExitCode.Ok;
        foreach (var target in ParseAll(texts))
            try
            {
                await run(target);
            }
            catch (MusterException error) when (error is not UnreachableException)
            {
                session.Say($"error: {ErrorText.Of(error)}");
                code = code == ExitCode.Ok ? ExitCode.Of(error, write: true) : code;
            }
        return code;
    }

    public async Task<Cordon?> CordonAsync(IMusterClient client, string reason, CancellationToken cancellationToken) => Kind switch
    {
        "queue" => (await client.CordonQueueAsync(Name, reason, cancellationToken)).Cordon,
        "cluster" => (await client.CordonClusterAsync(Name, reason, cancellationToken)).Cordon,
        _ => (await client.CordonNodeAsync(Name, Node!, reason, cancellationToken)).Cordon,
    };

    public Task UncordonAsync(IMusterClient client, CancellationToken cancellationToken) => Kind switch
    {
        "queue" => client.UncordonQueueAsync(Name, cancellationToken),
        "cluster" => client.UncordonClusterAsync(Name, cancellationToken),
        _ => client.UncordonNodeAsync(Name, Node!, cancellationToken),
    };

    // Both "queue/a" and, as kubectl's users write it, "queue a".
    private static List<CordonTarget> ParseAll(string[] texts) =>
        texts.Length > 1 && KindName.Of(texts[0]) is not null ? [.. texts[1..].Select(t => Parse($"{texts[0]}/{t}"))] : [.. texts.Select(Parse)];

    private static CordonTarget Parse(string text)
    {
        var parts = text.Split('/');
        return (KindName.Of(parts[0]), parts) switch
        {
            (KindName.Queues, [_, { Length: > 0 } name]) => new("queue", name),
            (KindName.Clusters, [_, { Length: > 0 } name]) => new("cluster", name),
            (KindName.Nodes, [_, { Length: > 0 } cluster, { Length: > 0 } name]) => new("node", cluster, name),
            _ => throw new UsageException($"'{Names.Clip(text)}' is nothing that can be cordoned; write queue/NAME, cluster/NAME or node/CLUSTER/NAME"),
        };
    }
}
