using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster get</c></summary>
internal static class GetCommand
{
    public static Command Create(CliContext context) => new Verb("get", "Show jobs, queues or clusters, one a line.",
        """
        Examples:
          muster get jobs -A                 every job
          muster get jobs -q training -w     those of a queue, and what becomes of them
          muster get job train-llm -o yaml
          muster get queues
          muster get clusters -o wide
        """)
    {
        GetJobsCommand.Create(context),
        GetQueuesCommand.Create(context),
        GetClustersCommand.Create(context),
    };
}
