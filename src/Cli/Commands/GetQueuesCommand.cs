using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster get queues</c></summary>
internal static class GetQueuesCommand
{
    public static Command Create(CliContext context)
    {
        var (names, output) = (FleetArguments.Names("Only these queues"), new OutputOptions());
        var command = new Verb("queues", "Show queues, and how much waits in them and is admitted.",
            """
            SHARE is how far above its quota a queue is, by weight.

            Examples:
              muster get queues -o wide
              muster get queue training -o yaml
              muster get queues --sort-by .pending
            """) { names };
        output.AddTo(command);
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var wanted = session.Arguments.GetValue(names) ?? [];
            var queues = FleetArguments.Pick(await session.Client.ListQueuesAsync(cancellationToken), wanted, q => q.Spec.Name, n => new QueueNotFoundException(n));
            output.Show(session, queues, wanted.Length == 1, FleetViews.Queues());
            return ExitCode.Ok;
        });
        return command;
    }
}
