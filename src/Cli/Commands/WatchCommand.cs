using System.CommandLine;
using System.Text.Json;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster watch</c></summary>
internal static class WatchCommand
{
    private enum Format
    {
        Text,
        Json,
    }

    public static Command Create(CliContext context)
    {
        var name = new Argument<string?>("NAME") { Description = "Only this job, from its beginning to its end", Arity = ArgumentArity.ZeroOrOne };
        var ns = JobArguments.Namespace();
        var output = ChoiceOption.Of<Format>("--output", "text, or json: one entry a line", "FORMAT", "-o");
        var command = new Verb("watch", "Follow what happens to jobs, until interrupted.",
            """
            Connections that break are opened again; no entry is missed.

            Examples:
              muster watch             every job, from now on
              muster watch train-llm   one job, from its beginning to its end
              muster watch -o json     for programs
            """) { name, ns, output };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            JobId? id = session.Arguments.GetValue(name) is { } text ? JobArguments.Parse(text, session.Arguments.GetValue(ns)) : null;
            var uid = id is { } job ? (await session.Client.GetJobAsync(job, cancellationToken)).Metadata.Uid : null;
            await foreach (var change in session.Client.WatchAsync(new WatchOptions { Job = id, After = id is null ? null : 0 }, cancellationToken))
            {
                if (uid is not null && change.Uid != uid)
                    continue;
                session.Print(session.Arguments.GetValue(output) == Format.Json
                    ? JsonSerializer.Serialize(change, MusterJson.Default.JobChange)
                    : ChangeLine.Of(change, withJob: id is null));
                if (uid is not null && change.To.IsFinal())
                    break;
            }
            return ExitCode.Ok;
        });
        return command;
    }
}
