using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster get</c></summary>
internal static class GetCommand
{
    public static Command Create(CliContext context)
    {
        var get = new Verb("get", "Show jobs, queues, clusters, nodes or events.",
            """
            Short names: j, q, cl, no, ev. One of them: muster get job/train-llm or muster get job train-llm.

            Examples:
              muster get jobs
              muster get jobs -A -o wide
              muster get queues
              muster get clusters -o jsonpath={.items[*].spec.name}
              muster get nodes --cluster east
              muster get events -w
            """)
        {
            GetJobsCommand.Create(context), GetQueuesCommand.Create(context), GetClustersCommand.Create(context),
            GetNodesCommand.Create(context), GetEventsCommand.Create(context),
        };
        foreach (var kind in get.Subcommands)
            foreach (var alias in KindName.Aliases(kind.Name))
                kind.Aliases.Add(alias);
        // By itself it teaches, rather than that it complains.
        get.SetAction(_ => context.Usage("say what to get: jobs, queues, clusters, nodes or events, as in: muster get jobs", get));
        return get;
    }
}
