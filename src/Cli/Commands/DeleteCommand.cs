using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster delete</c></summary>
internal static class DeleteCommand
{
    public static Command Create(CliContext context)
    {
        var (names, ns) = (JobArguments.Some("Jobs to delete"), JobArguments.Namespace());
        var command = new Verb("delete", "Forget jobs that have ended, so that their names are free.",
            """
            A job that has not ended is cancelled first, by you.

            Examples:
              muster delete train-llm
              muster get jobs -A --state Succeeded -o name | xargs muster delete
            """) { names, ns };
        Session.Runs(command, context, writes: true, (session, cancellationToken) =>
        {
            var jobs = session.Arguments.GetRequiredValue(names).Select(n => JobArguments.Parse(n, session.Arguments.GetValue(ns))).ToList();
            return session.ForEachAsync(jobs, async id =>
            {
                await session.Client.DeleteJobAsync(id, cancellationToken: cancellationToken);
                session.Print($"job/{id}: deleted");
            });
        });
        return command;
    }
}
