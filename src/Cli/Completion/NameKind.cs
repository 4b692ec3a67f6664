namespace Muster.Cli;

/// <summary>Names that only a silo or the configuration knows.</summary>
internal enum NameKind
{
    Jobs,
    Queues,
    Clusters,
    Nodes,
    Contexts,
    Cordons,
}
