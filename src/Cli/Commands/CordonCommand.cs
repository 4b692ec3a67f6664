using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster cordon</c></summary>
internal static class CordonCommand
{
    public static Command Create(CliContext context)
    {
        var targets = CordonTarget.Argument("cordon");
        var reason = new Option<string>("--reason") { Description = "Why: whoever waits for it is told", HelpName = "TEXT", DefaultValueFactory = _ => "" };
        var command = new Verb("cordon", "Start nothing new in a queue, on a cluster or on a node.",
            """
            What runs there runs on; what waits says why it waits.

            Examples:
              muster cordon queue/sweeps --reason "deadline of the training team"
              muster cordon cluster/east --reason maintenance
              muster cordon node/east/node-7
            """) { targets, reason };
        Session.Runs(command, context, writes: true, (session, cancellationToken) =>
            CordonTarget.ForEachAsync(session, session.Arguments.GetRequiredValue(targets), async target =>
            {
                var cordon = await target.CordonAsync(session.Client, session.Arguments.GetRequiredValue(reason), cancellationToken);
                session.Print($"{target}: cordoned{(cordon is { Reason.Length: > 0 } ? $": {cordon.Reason}" : "")}");
            }));
        return command;
    }
}
