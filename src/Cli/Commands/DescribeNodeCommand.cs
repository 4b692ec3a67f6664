using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster describe node</c></summary>
internal static class DescribeNodeCommand
{
    public static Command Create(CliContext context)
    {
        var name = new Argument<string>("NAME") { Description = "The node, as cluster/name, or its name and --cluster" };
        var cluster = FleetArguments.Cluster();
        var command = new Verb("node", "Show all that there is to say of a node: its labels and taints, and what is used of it.",
            """
            Examples:
              muster describe node east/node-7
              muster describe node node-7 --cluster east
            """) { name, cluster };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var (home, node) = FleetArguments.ParseNode(session.Arguments.GetRequiredValue(name), session.Arguments.GetValue(cluster));
            Show(session, await session.Client.GetNodeAsync(home, node, cancellationToken));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(Session session, NodeSnapshot node)
    {
        var fields = new FieldList();
        fields.Add("Name", node.Node.Name);
        fields.Add("Cluster", node.Cluster.Value);
        fields.Add("Status", FleetViews.StatusOf(node));
        fields.Add("Cordon", node.Cordon is { } cordon ? new Cell(cordon.Describe(), Tone.Waiting) : "");
        fields.Add("Labels", FleetViews.Labels(node.Node.Labels));
        fields.Add("Taints", FleetViews.Taints(node));
        fields.Add("Pods", node.Pods);
        fields.Add("Foreign", node.Node.Foreign.IsEmpty ? "" : $"{node.Node.Foreign} used by pods that are not Muster's");
        fields.Write(session.Out);
        ResourceTable.Write(session, node.Used, node.Node.Capacity);
    }
}
