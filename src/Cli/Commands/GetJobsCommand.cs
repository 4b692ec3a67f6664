using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster get jobs</c></summary>
internal sealed class GetJobsCommand
{
    private readonly Argument<string?> _name = new("NAME") { Description = "Only this job", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string> _namespace = JobArguments.Namespace();
    private readonly Option<bool> _everywhere = new("--all-namespaces", "-A") { Description = "Jobs of every namespace" };
    private readonly Option<string?> _queue = new("--queue", "-q") { Description = "Only jobs of this queue", HelpName = "QUEUE" };
    private readonly Option<JobState?> _state = ChoiceOption.Of<JobState>("--state", "Only jobs in this state", "STATE");
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on, with a line for each change, until interrupted" };
    private readonly OutputOptions _output = new();

    public static Command Create(CliContext context)
    {
        var get = new GetJobsCommand();
        var command = new Verb("jobs", "Show jobs.",
            """
            Examples:
              muster get jobs                    those of the namespace default
              muster get jobs -A --state Queued  all that wait
              muster get jobs -q sweeps -w       those of a queue, and what becomes of them
              muster get job train-llm -o yaml   one, in full
              muster get jobs -A -o name         for scripts
            """) { get._name, get._namespace, get._everywhere, get._queue, get._state, get._watch };
        command.Aliases.Add("job");
        get._output.AddTo(command);
        Session.Runs(command, context, writes: false, get.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var (arguments, client) = (session.Arguments, session.Client);
        var everywhere = arguments.GetValue(_everywhere);
        var filter = new JobListOptions
        {
            Namespace = everywhere ? null : arguments.GetValue(_namespace),
            Queue = arguments.GetValue(_queue),
            States = arguments.GetValue(_state) is { } wanted ? [wanted] : [],
        };
        var name = arguments.GetValue(_name) is { } text ? JobArguments.Parse(text, arguments.GetValue(_namespace)) : (JobId?)null;
        var watch = arguments.GetValue(_watch);
        if (watch && _output.FormatOf(session) is not (OutputFormat.Table or OutputFormat.Wide))
            throw new UsageException("-w goes with -o table or wide; for JSON use: muster watch -o json");

        // Where the log ends is asked for first: what happens while jobs are listed is shown again rather than missed.
        var end = watch ? (await client.GetEventsAsync(new EventListOptions { Limit = 1 }, cancellationToken)).End : 0;
        List<Job> jobs = name is { } id ? [await client.GetJobAsync(id, cancellationToken)] : await client.ListJobsAsync(filter, cancellationToken).ToListAsync(cancellationToken);
        var table = Show(session, jobs, name is not null, everywhere);
        if (watch)
            await WatchAsync(session, table, filter, name, end, cancellationToken);
        return ExitCode.Ok;
    }

    private JobTable Show(Session session, List<Job> jobs, bool single, bool everywhere)
    {
        var format = _output.FormatOf(session);
        var table = new JobTable(everywhere, format == OutputFormat.Wide, session.Context.Now);
        switch (format)
        {
            case OutputFormat.Json or OutputFormat.Yaml:
                Objects.Write(session.Out, jobs, single, MusterJson.Default.Job, format == OutputFormat.Yaml);
                break;
            case OutputFormat.Name:
                foreach (var job in jobs)
                    session.Print($"job/{job.Id}");
                break;
            case var _ when jobs.Count == 0:
                session.Say("no jobs found");
                break;
            default:
                jobs.ForEach(table.Add);
                table.Write(session.Out, !session.Arguments.GetValue(_output.NoHeaders));
                break;
        }
        return table;
    }

    private static async Task WatchAsync(Session session, JobTable table, JobListOptions filter, JobId? name, long end, CancellationToken cancellationToken)
    {
        await foreach (var change in session.Client.WatchAsync(new WatchOptions { After = end, Job = name }, cancellationToken))
        {
            if (filter.Namespace is { } ns && name is null && change.Job.Namespace != ns)
                continue;
            if (await FindAsync(session.Client, change.Job, cancellationToken) is not { } job
                || (filter.Queue is { } queue && job.Spec.Queue != queue) || (!filter.States.IsEmpty && !filter.States.Contains(job.Status?.State ?? JobState.Queued)))
                continue;
            table.Add(job);
            table.Write(session.Out, headers: false);
        }
    }

    private static async Task<Job?> FindAsync(IMusterClient client, JobId id, CancellationToken cancellationToken)
    {
        try
        {
            return await client.GetJobAsync(id, cancellationToken);
        }
        catch (JobNotFoundException)
        {
            return null; // deleted since
        }
    }
}
