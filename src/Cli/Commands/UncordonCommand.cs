using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster uncordon</c></summary>
internal static class UncordonCommand
{
    public static Command Create(CliContext context)
    {
        var targets = CordonTarget.Argument("uncordon");
        var command = new Verb("uncordon", "Let jobs start again in a queue, on a cluster or on a node.",
            """
            Examples:
              muster uncordon queue/sweeps
              muster uncordon cluster/east node/west/node-7
            """) { targets };
        Session.Runs(command, context, writes: true, (session, cancellationToken) =>
            CordonTarget.ForEachAsync(session, session.Arguments.GetRequiredValue(targets), async target =>
            {
                await target.UncordonAsync(session.Client, cancellationToken);
                session.Print($"{target}: open");
            }));
        return command;
    }
}
