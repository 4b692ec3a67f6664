using System.CommandLine;
using System.Text.Json;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster watch</c></summary>
internal sealed class WatchCommand(CliContext context)
{
    private readonly Argument<string?> _name = new("NAME") { Description = "Only this job, from its beginning to its end", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _queue = new("--queue", "-q") { Description = "Only jobs of this queue", HelpName = "QUEUE" };
    private readonly Option<Format?> _output = ChoiceOption.Of<Format>("--output", "text, or json: one entry a line", "FORMAT", "-o");

    private enum Format
    {
        Text,
        Json,
    }

    public static Command Create(CliContext context)
    {
        var watch = new WatchCommand(context);
        var command = new Verb("watch", "Follow what happens to jobs, until interrupted.",
            """
            Connections that break are opened again; no entry is missed. What has happened already: muster get events

            Examples:
              muster watch               every job, from now on
              muster watch -n research   those of a namespace
              muster watch train-llm     one job, from its beginning to its end
              muster watch -o json       for programs
            """) { watch._name, context.Namespace, watch._queue, watch._output };
        Session.Runs(command, context, writes: false, watch.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        JobId? id = session.Arguments.GetValue(_name) is { } text ? JobArguments.Parse(text, session.Namespace) : null;
        var uid = id is { } job ? (await session.Client.GetJobAsync(job, cancellationToken)).Metadata.Uid : null;
        var options = new WatchOptions
        {
            Job = id,
            After = id is null ? null : 0,
            Namespace = id is null ? session.Arguments.GetValue(context.Namespace) : null,
            Queue = session.Arguments.GetValue(_queue),
        };
        await foreach (var change in session.Client.WatchAsync(options, cancellationToken))
        {
            if (uid is not null && change.Uid != uid)
                continue;
            session.Print(session.Arguments.GetValue(_output) == Format.Json
                ? JsonSerializer.Serialize(change, MusterJson.Default.JobChange)
                : ChangeLine.Of(change, withJob: id is null));
            if (uid is not null && change.To.IsFinal())
                break;
        }
        return ExitCode.Ok;
    }
}
