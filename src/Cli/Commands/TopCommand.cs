using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster top</c></summary>
internal static class TopCommand
{
    private static readonly string[] Resources = [ResourceNames.Cpu, ResourceNames.Memory, ResourceNames.Gpu];

    public static Command Create(CliContext context)
    {
        var top = new Verb("top", "Show what is used of what there is: by queues, clusters, nodes or jobs.",
            """
            On a terminal with bars.

            Examples:
              muster top queues
              muster top clusters
              muster top nodes --cluster east
              muster top jobs -A
            """) { Queues(context), Clusters(context), Nodes(context), Jobs(context) };
        foreach (var kind in top.Subcommands)
            foreach (var alias in KindName.Aliases(kind.Name))
                kind.Aliases.Add(alias);
        top.SetAction(_ => context.Usage("say what to look at: queues, clusters, nodes or jobs, as in: muster top queues", top));
        return top;
    }

    private static Verb Queues(CliContext context)
    {
        var noHeaders = NoHeaders();
        var command = new Verb("queues", "Show what queues use of their quotas.",
            """
            A queue is shown with those below it. Above 100% it borrows what others do not use.

            Example:
              muster top queues
            """) { noHeaders };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var table = new Table("QUEUE", "FLAVOR", "RESOURCE", "USED", "NOMINAL", "USE");
            var queues = await session.Client.ListQueuesAsync(cancellationToken);
            foreach (var queue in queues)
                foreach (var use in QuotaUse.Of(queue, queues))
                    table.Add(queue.Spec.Name, use.Flavor, use.Resource, use.Text(use.Used), use.Tree is { } n ? use.Text(n) : "", UsageCell.Of(use.Used, use.Tree, HasBars(session)));
            table.Write(session.Out, !session.Arguments.GetValue(noHeaders));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Verb Clusters(CliContext context)
    {
        var noHeaders = NoHeaders();
        var command = new Verb("clusters", "Show what gangs use of clusters.",
            """
            Example:
              muster top clusters
            """) { noHeaders };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var table = new Table("CLUSTER", "GANGS", "CPU", "CPU%", "MEMORY", "MEMORY%", "GPU", "GPU%");
            foreach (var cluster in await session.Client.ListClustersAsync(cancellationToken))
                table.Add([cluster.Spec.Name, cluster.Gangs, .. Cells(session, cluster.Used, cluster.Capacity)]);
            table.Write(session.Out, !session.Arguments.GetValue(noHeaders));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Verb Nodes(CliContext context)
    {
        var (cluster, noHeaders) = (FleetArguments.Cluster(), NoHeaders());
        var command = new Verb("nodes", "Show what gangs use of nodes, the fullest first.",
            """
            Examples:
              muster top nodes
              muster top nodes --cluster east
            """) { cluster, noHeaders };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            string[] clusters = session.Arguments.GetValue(cluster) is { } one ? [one] : [.. (await session.Client.ListClustersAsync(cancellationToken)).Select(c => c.Spec.Name)];
            var nodes = new List<NodeSnapshot>();
            foreach (var each in clusters)
                nodes.AddRange(await session.Client.ListNodesAsync(each, new NodeListOptions(), cancellationToken).ToListAsync(cancellationToken));
            var table = new Table("CLUSTER", "NODE", "PODS", "CPU", "CPU%", "MEMORY", "MEMORY%", "GPU", "GPU%");
            foreach (var node in nodes.OrderByDescending(n => Fullness(n.Used, n.Node.Capacity)))
                table.Add([node.Cluster.Value, node.Node.Name, node.Pods, .. Cells(session, node.Used, node.Node.Capacity)]);
            table.Write(session.Out, !session.Arguments.GetValue(noHeaders));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Verb Jobs(CliContext context)
    {
        var (selector, noHeaders) = (new SelectorOptions(context), NoHeaders());
        var command = new Verb("jobs", "Show what jobs hold of the clusters, the largest first.",
            """
            Examples:
              muster top jobs
              muster top jobs -A -l team=vision
            """) { noHeaders };
        selector.AddTo(command);
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var jobs = await session.Client.ListJobsAsync(selector.Of(session), cancellationToken).ToListAsync(cancellationToken);
            var table = new Table("NAMESPACE", "NAME", "QUEUE", "STATE", "CLUSTER", "NODES", "CPU", "MEMORY", "GPU");
            foreach (var (job, held) in jobs.Select(j => (Job: j, Held: Held(j))).Where(j => !j.Held.IsEmpty)
                .OrderByDescending(j => j.Held[ResourceNames.Gpu]).ThenByDescending(j => j.Held[ResourceNames.Cpu]).ThenBy(j => j.Job.Metadata.Name, StringComparer.Ordinal))
                table.Add([job.Metadata.Namespace, job.Metadata.Name, job.Spec.Queue, Tones.Of(job.Status!.State), job.Status.Cluster, job.Status.Nodes.Length,
                    .. Resources.Select(r => (Cell)(held[r] == 0 ? "" : Quantity.Format(r, held[r])))]);
            table.Write(session.Out, !session.Arguments.GetValue(noHeaders));
            return ExitCode.Ok;
        });
        return command;
    }

    private static Option<bool> NoHeaders() => new("--no-headers") { Description = "Leave the table's first line out" };

    private static bool HasBars(Session session) => session.Context.World.Colours;

    private static IEnumerable<Cell> Cells(Session session, ResourceVector used, ResourceVector capacity) =>
        Resources.SelectMany(r => (Cell[])[FleetViews.Usage(used, capacity, r), UsageCell.Of(used[r], capacity[r], HasBars(session))]);

    private static decimal Fullness(ResourceVector used, ResourceVector capacity) =>
        Resources.Where(r => capacity[r] > 0).Select(r => (decimal)used[r] / capacity[r]).DefaultIfEmpty(0).Max();

    private static ResourceVector Held(Job job) =>
        job.Status is { Nodes.IsDefaultOrEmpty: false } status && !status.State.IsFinal() ? status.Nodes.Aggregate(ResourceVector.Empty, (sum, node) => sum.Add(node.Resources)) : ResourceVector.Empty;
}
