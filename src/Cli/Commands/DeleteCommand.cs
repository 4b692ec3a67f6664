using System.CommandLine;
using Muster.Contracts;

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
            await DeleteAsync(session, id, cancellationToken);
            session.Print($"job/{id}: deleted");
        }, cancellationToken));
        return command;
    }

    private static async Task DeleteAsync(Session session, JobId id, CancellationToken cancellationToken)
    {
        try
        {
            await session.Client.DeleteJobAsync(id, cancellationToken: cancellationToken);
        }
        catch (JobStateException)
        {
            if (!await IsEndingAsync(session, id, cancellationToken))
                throw;
            throw new JobStateException($"Job {id} is being stopped and can be deleted once it has ended. Wait for that, and delete it then: muster wait {id}");
        }
    }

    // One that is stopped to be suspended does not end: to cancel it is the right advice then.
    private static async Task<bool> IsEndingAsync(Session session, JobId id, CancellationToken cancellationToken) =>
        (await session.Client.GetJobAsync(id, cancellationToken)).Status is { State: JobState.Draining, Reason.Code: ReasonCode.CancelRequested };
}
