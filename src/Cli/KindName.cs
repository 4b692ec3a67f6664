namespace Muster.Cli;

/// <summary>The kinds of things there are, by all of their names.</summary>
internal static class KindName
{
    public const string Jobs = "jobs";
    public const string Queues = "queues";
    public const string Clusters = "clusters";
    public const string Nodes = "nodes";
    public const string Events = "events";

    /// <summary>A kind's name, for one of its names; null when it is none.</summary>
    public static string? Of(string word) => word switch
    {
        "jobs" or "job" or "j" => Jobs,
        "queues" or "queue" or "q" => Queues,
        "clusters" or "cluster" or "cl" => Clusters,
        "nodes" or "node" or "no" => Nodes,
        "events" or "event" or "ev" => Events,
        _ => null,
    };

    /// <summary>The other names of a kind.</summary>
    public static string[] Aliases(string kind) => kind switch
    {
        Jobs => ["job", "j"],
        Queues => ["queue", "q"],
        Clusters => ["cluster", "cl"],
        Nodes => ["node", "no"],
        _ => ["event", "ev"],
    };
}
