using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster resume</c></summary>
internal static class ResumeCommand
{
    public static Command Create(CliContext context)
    {
        var targets = new JobTargets(context, "resume");
        var command = new Verb("resume", "Let suspended jobs wait for their places again.",
            """
            They stand in line where their age puts them, as if they had never been suspended.

            Examples:
              muster resume train-llm
              muster resume --field-selector status.state=Suspended -A --yes
            """);
        targets.AddTo(command);
        Session.Runs(command, context, writes: true, (session, cancellationToken) => targets.ForEachAsync(session, async id =>
        {
            var job = await session.Client.ResumeJobAsync(id, cancellationToken: cancellationToken);
            session.Print($"job/{id}: {job.Status?.State}");
        }, cancellationToken));
        return command;
    }
}
