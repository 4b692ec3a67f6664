using System.CommandLine;
using Muster.Client;

namespace Muster.Cli;

/// <summary><c>muster logs</c></summary>
internal static class LogsCommand
{
    public static Command Create(CliContext context)
    {
        var name = JobArguments.One("The job");
        var follow = new Option<bool>("--follow", "-f") { Description = "Go on with what is written, until the pods end or you interrupt" };
        var tail = NumberOption.Of("--tail", "Only the last lines of each pod", "N");
        var pod = new Option<string?>("--pod", "-p") { Description = "Only this pod, as in worker-3", HelpName = "POD" };
        var command = new Verb("logs", "Show what a job's pods write.",
            """
            Lines of several pods are told apart by the pod's name before them.

            Examples:
              muster logs train-llm
              muster logs train-llm --pod worker-0 --tail 20
              muster logs -f train-llm
            """) { name, context.Namespace, follow, tail, pod };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var id = JobArguments.Parse(session.Arguments.GetRequiredValue(name), session.Namespace);
            var lines = session.Arguments.GetValue(tail);
            context.Farewell = $"interrupted; job/{id} goes on";
            var options = new LogOptions { Pod = session.Arguments.GetValue(pod), TailLines = lines, Follow = session.Arguments.GetValue(follow) };
            await foreach (var line in session.Client.ReadJobLogAsync(id, options, cancellationToken))
                if (options.Follow)
                    session.Print(line);
                else
                    context.Print(line);
            return ExitCode.Ok;
        });
        return command;
    }
}
