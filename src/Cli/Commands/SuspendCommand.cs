using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster suspend</c></summary>
internal static class SuspendCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new JobTargets(context, "suspend");
        var command = new Verb("suspend", "Hold jobs back until they are resumed.",
            """
            What runs is stopped and gives back its places; no retry is charged. The job keeps its place in line.

            Examples:
              muster suspend train-llm
              muster suspend -l team=vision --yes
            """);
        targets.AddTo(command);
        Session.Runs(command, context, writes: true, (session, cancellationToken) => targets.ForEachAsync(session, async id =>
        {
            var job = await session.Client.SuspendJobAsync(id, cancellationToken: cancellationToken);
            session.Print($"job/{id}: {job.Status?.State}");
        }, cancellationToken));
        return command;
    }
}
