using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster cancel</c></summary>
internal static class CancelCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new JobTargets(context, "cancel");
        var command = new Verb("cancel", "Ask jobs to end.",
            """
            What runs is stopped soon after; a job that has ended stays as it is.

            Examples:
              muster cancel train-llm
              muster cancel sweep-1 sweep-2 -n research
              muster cancel -f jobs/
              muster cancel -l sweep=lr --dry-run
              muster cancel --field-selector status.state=Queued,spec.queue=sweeps -A --yes
            """);
        targets.AddTo(command);
        Session.Runs(command, context, writes: true, (session, cancellationToken) => targets.ForEachAsync(session, async id =>
        {
            var job = await session.Client.CancelJobAsync(id, cancellationToken: cancellationToken);
            session.Print($"job/{id}: {job.Status?.State}");
        }, cancellationToken));
        return command;
    }
}
