using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster get events</c></summary>
internal sealed class GetEventsCommand
{
    private const int DefaultTail = 100;
    private const int MostTail = 10_000;

    private readonly Argument<string?> _name = new("NAME") { Description = "Only this job's", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<bool> _everywhere = new("--all-namespaces", "-A") { Description = "Those of every namespace" };
    private readonly Option<string?> _queue = new("--queue", "-q") { Description = "Only those of jobs of this queue", HelpName = "QUEUE" };
    private readonly Option<int?> _tail = NumberOption.Of("--tail", $"How many of the last ones [default: {DefaultTail}]", "N");
    private readonly Option<long?> _after = NumberOption.OfLong("--after", "All after this sequence number, instead of the last ones", "SEQUENCE");
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on, with a line for each, until interrupted" };
    private readonly OutputOptions _output = new();

    public static Command Create(CliContext context)
    {
        var get = new GetEventsCommand();
        var command = new Verb("events", "Show what has happened to jobs, the last ones below.",
            """
            Examples:
              muster get events
              muster get events train-llm
              muster get events -A --tail 1000 -o json
              muster get events -q sweeps -w
            """) { get._name, context.Namespace, get._everywhere, get._queue, get._tail, get._after, get._watch };
        get._output.AddTo(command);
        Session.Runs(command, context, writes: false, get.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var arguments = session.Arguments;
        var watch = arguments.GetValue(_watch);
        if (watch && !_output.Of(session).IsTable)
            throw new UsageException("-w goes with -o table or wide; for JSON use: muster watch -o json");
        var tail = arguments.GetValue(_tail) ?? (arguments.GetValue(_after) is null ? DefaultTail : MostTail);
        if (tail is < 1 or > MostTail)
            throw new UsageException($"--tail: write 1 to {MostTail}");
        JobId? id = arguments.GetValue(_name) is { } text ? JobArguments.Parse(text, session.Namespace) : null;
        var everywhere = arguments.GetValue(_everywhere);
        var ns = id is null && !everywhere ? session.Namespace : null;
        var (events, end) = await ReadAsync(session, new EventListOptions { Job = id, Namespace = ns, Queue = arguments.GetValue(_queue) }, tail, cancellationToken);
        var rows = _output.Show(session, events, single: false, View(everywhere || ns is null, session.Context.Now));
        if (!watch)
            return ExitCode.Ok;
        await foreach (var change in session.Client.WatchAsync(new WatchOptions { After = end, Job = id, Namespace = ns, Queue = arguments.GetValue(_queue) }, cancellationToken))
        {
            rows.Add(change);
            rows.Write(session.Out, _output.HasHeaders(session));
        }
        return ExitCode.Ok;
    }

    // The log is read forwards, and only its end is kept.
    private async Task<(List<JobChange> Events, long End)> ReadAsync(Session session, EventListOptions options, int tail, CancellationToken cancellationToken)
    {
        var events = new Queue<JobChange>();
        var after = session.Arguments.GetValue(_after) ?? 0;
        for (var end = long.MaxValue; ;)
        {
            var page = await session.Client.GetEventsAsync(options with { After = after }, cancellationToken);
            end = Math.Min(end, page.End); // what comes while this reads is not its business
            foreach (var change in page.Items)
            {
                events.Enqueue(change);
                if (events.Count > tail)
                    events.Dequeue();
            }
            if (page.Items.Length == 0 || page.Items[^1].Sequence >= end)
                return ([.. events], end);
            after = page.Items[^1].Sequence;
        }
    }

    private static View<JobChange> View(bool withNamespace, DateTimeOffset now) => new("event", MusterJson.Default.JobChange, static c => $"{c.Sequence}",
    [
        new("AGE", c => Age.Of(c.At, now)),
        new("JOB", c => withNamespace ? c.Job.ToString() : c.Job.Name),
        new("FROM", static c => c.From?.ToString()),
        new("TO", static c => Tones.Of(c.To)),
        new("CLUSTER", static c => c.Cluster),
        new("SEQUENCE", static c => c.Sequence, IsWide: true),
        new("QUEUE", static c => c.Queue, IsWide: true),
        new("ATTEMPT", static c => c.Attempt, IsWide: true),
        new("REASON", static c => c.Reason is { } reason ? $"{reason.Code}: {reason.Message}" : ""),
    ]);
}
