using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster get nodes</c></summary>
internal sealed class GetNodesCommand
{
    private readonly Argument<string[]> _names = FleetArguments.Names("Only these nodes, as cluster/name, or the name and --cluster");
    private readonly Option<string?> _cluster = FleetArguments.Cluster();
    private readonly Option<string?> _labels = new("--selector", "-l") { Description = "Only nodes with these labels", HelpName = "LABELS" };
    private readonly OutputOptions _output = new();

    public static Command Create(CliContext context)
    {
        var get = new GetNodesCommand();
        var command = new Verb("nodes", "Show nodes: what gangs use of what they have.",
            """
            Examples:
              muster get nodes
              muster get nodes --cluster east -l gpu=h100 -o wide
              muster get node east/node-7 -o yaml
            """) { get._names, get._cluster, get._labels };
        get._output.AddTo(command);
        Session.Runs(command, context, writes: false, get.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var (cluster, names) = (session.Arguments.GetValue(_cluster), session.Arguments.GetValue(_names) ?? []);
        var nodes = new List<NodeSnapshot>();
        foreach (var (home, name) in names.Select(n => FleetArguments.ParseNode(n, cluster)).ToList())
            nodes.Add(await session.Client.GetNodeAsync(home, name, cancellationToken));
        if (names.Length == 0)
        {
            string[] clusters = cluster is not null ? [cluster] : [.. (await session.Client.ListClustersAsync(cancellationToken)).Select(c => c.Spec.Name)];
            foreach (var each in clusters)
                nodes.AddRange(await session.Client.ListNodesAsync(each, new NodeListOptions { LabelSelector = session.Arguments.GetValue(_labels) }, cancellationToken).ToListAsync(cancellationToken));
        }
        _output.Show(session, nodes, names.Length == 1, FleetViews.Nodes());
        return ExitCode.Ok;
    }
}
