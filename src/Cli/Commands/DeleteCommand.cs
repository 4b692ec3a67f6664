using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster delete</c></summary>
internal static class DeleteCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new JobTargets(context, "delete");
        var command = new Verb("delete", "Forget jobs that have ended, so that their names are free.",
            """
            A job that has not ended is cancelled first, by you.

            Examples:
              muster delete train-llm
              muster delete -f jobs/
              muster delete --field-selector status.state=Succeeded -A --yes
            """);
        targets.AddTo(command);
        Session.Runs(command, context, writes: true, (session, cancellationToken) => targets.ForEachAsync(session, async id =>
        {
            await session.Client.DeleteJobAsync(id, cancellationToken: cancellationToken);
            session.Print($"job/{id}: deleted");
        }, cancellationToken));
        return command;
    }
}
