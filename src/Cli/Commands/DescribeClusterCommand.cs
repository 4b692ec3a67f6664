using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster describe cluster</c></summary>
internal static class DescribeClusterCommand
{
    private const int Named = 20;

    public static Command Create(CliContext context, string verb = "cluster")
    {
        var name = new Argument<string>("NAME") { Description = "The cluster" };
        var command = new Verb(verb, "Show all that there is to say of a cluster: its health, what is used of it, and its nodes.",
            verb == "cluster"
                ? """
                  Example:
                    muster describe cluster east
                  """
                : """
                  The same as muster describe cluster.

                  Example:
                    muster cluster describe east
                  """) { name };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var cluster = await session.Client.GetClusterAsync(session.Arguments.GetRequiredValue(name), cancellationToken);
            var nodes = await session.Client.ListNodesAsync(cluster.Spec.Name, cancellationToken: cancellationToken).ToListAsync(cancellationToken);
            Show(session, cluster);
            ResourceTable.Write(session, cluster.Used, cluster.Capacity);
            ShowNodes(session, nodes);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(Session session, ClusterSnapshot cluster)
    {
        var (fields, now) = (new FieldList(), session.Context.Now);
        fields.Add("Name", cluster.Spec.Name);
        fields.Add("Labels", FleetViews.Labels(cluster.Spec.Labels));
        fields.Add("Server", cluster.Server);
        fields.Add("Identity", cluster.Uid);
        fields.Add("Health", Tones.Of(cluster.Health, null));
        fields.Add("Problem", cluster.Problem is { } problem ? new Cell(problem, Tone.Bad) : "");
        fields.AddTime("Since", cluster.Since, now);
        fields.AddTime("Heartbeat", cluster.LastHeartbeat, now);
        fields.Add("Cordon", cluster.Cordon is { } cordon ? new Cell(cordon.Describe(), Tone.Waiting) : "");
        fields.Add("Gangs", cluster.Gangs);
        fields.Add("Nodes", cluster.Nodes);
        fields.Write(session.Out);
    }

    // Those first that take nothing new, or are fullest: they are what somebody looks for.
    private static void ShowNodes(Session session, List<NodeSnapshot> nodes)
    {
        if (nodes.Count == 0)
            return;
        session.Print("\nNodes:");
        var rows = FleetViews.Nodes().Begin(wide: false);
        foreach (var node in nodes.OrderBy(n => n.Schedulable).ThenByDescending(n => n.Pods).ThenBy(n => n.Node.Name, StringComparer.Ordinal).Take(Named))
            rows.Add(node);
        rows.Write(session.Out, headers: true);
        if (nodes.Count > Named)
            session.Print($"and {nodes.Count - Named} more: muster get nodes --cluster {nodes[0].Cluster}");
    }
}
