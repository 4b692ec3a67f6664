using System.CommandLine;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster get clusters</c></summary>
internal sealed class GetClustersCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "Only this cluster", Arity = ArgumentArity.ZeroOrOne };
    private readonly OutputOptions _output = new();

    public static Command Create(CliContext context)
    {
        var get = new GetClustersCommand();
        var command = new Verb("clusters", "Show clusters: what their heartbeats say, and what gangs use of what they have.",
            """
            Examples:
              muster get clusters -o wide
              muster get cluster east -o json
            """) { get._name };
        command.Aliases.Add("cluster");
        get._output.AddTo(command);
        Session.Runs(command, context, writes: false, get.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var clusters = await session.Client.ListClustersAsync(cancellationToken);
        var name = session.Arguments.GetValue(_name);
        var shown = clusters.Where(c => name is null || c.Spec.Name == name).ToList();
        if (name is not null && shown.Count == 0)
            throw new ClusterNotFoundException(name);
        switch (_output.FormatOf(session))
        {
            case OutputFormat.Name:
                shown.ForEach(c => session.Print($"cluster/{c.Spec.Name}"));
                break;
            case OutputFormat.Json or OutputFormat.Yaml:
                Objects.Write(session.Out, shown, name is not null, MusterJson.Default.ClusterSnapshot, _output.FormatOf(session) == OutputFormat.Yaml);
                break;
            case var format:
                Show(session, shown, format == OutputFormat.Wide);
                break;
        }
        return ExitCode.Ok;
    }

    private void Show(Session session, List<ClusterSnapshot> clusters, bool wide)
    {
        var table = new Table(["NAME", "HEALTH", "SINCE", "NODES", "GANGS", "CPU", "MEMORY", "GPU", .. wide ? (string[])["HEARTBEAT", "LABELS"] : []]);
        var now = session.Context.Now;
        foreach (var cluster in clusters)
            table.Add(
            [
                cluster.Spec.Name, cluster.Health.ToString(), Age.Of(cluster.Since, now), Number(cluster.Nodes), Number(cluster.Gangs),
                Usage(cluster, ResourceNames.Cpu), Usage(cluster, ResourceNames.Memory), Usage(cluster, ResourceNames.Gpu),
                .. wide ? (string[])
                [
                    cluster.LastHeartbeat is { } last ? Age.Of(last, now) : "never",
                    string.Join(",", cluster.Spec.Labels.Select(l => $"{l.Key}={l.Value}")),
                ] : [],
            ]);
        table.Write(session.Out, !session.Arguments.GetValue(_output.NoHeaders));
    }

    private static string Usage(ClusterSnapshot cluster, string resource) =>
        cluster.Capacity[resource] == 0 ? "" : $"{Quantity.Format(resource, cluster.Used[resource])}/{Quantity.Format(resource, cluster.Capacity[resource])}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
