using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster get clusters</c></summary>
internal static class GetClustersCommand
{
    public static Command Create(CliContext context, string verb = "clusters")
    {
        var (names, output) = (FleetArguments.Names("Only these clusters"), new OutputOptions());
        var command = new Verb(verb, "Show clusters: what their heartbeats say, and what gangs use of what they have.",
            verb == "clusters"
                ? """
                  Examples:
                    muster get clusters -o wide
                    muster get cluster east -o json
                  """
                : """
                  The same as muster get clusters.

                  Examples:
                    muster cluster get -o wide
                    muster cluster get east -o json
                  """) { names };
        output.AddTo(command);
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var wanted = session.Arguments.GetValue(names) ?? [];
            var clusters = FleetArguments.Pick(await session.Client.ListClustersAsync(cancellationToken), wanted, c => c.Spec.Name, n => new ClusterNotFoundException(n));
            output.Show(session, clusters, wanted.Length == 1, FleetViews.Clusters(session.Context.Now));
            return ExitCode.Ok;
        });
        return command;
    }
}
