using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster get jobs</c></summary>
internal sealed class GetJobsCommand(CliContext context)
{
    private readonly Argument<string[]> _names = JobArguments.Some("Only these jobs", mayBeNone: true);
    private readonly SelectorOptions _selector = new(context);
    private readonly Option<string?> _queue = new("--queue", "-q") { Description = "Only jobs of this queue", HelpName = "QUEUE" };
    private readonly Option<JobState[]?> _states = ChoiceOption.Several<JobState>("--state", "Only jobs in these states", "STATE,…");
    private readonly Option<bool> _watch = new("--watch", "-w") { Description = "Go on, with a line for each change, until interrupted" };
    private readonly OutputOptions _output = new();

    public static Command Create(CliContext context)
    {
        var get = new GetJobsCommand(context);
        var command = new Verb("jobs", "Show jobs.",
            """
            Examples:
              muster get jobs                                those of the namespace
              muster get jobs -A --state Queued,Suspended    all that wait
              muster get jobs -l team=vision,!nightly        by their labels
              muster get jobs --sort-by .status.submittedAt  in an order of your own
              muster get jobs -q sweeps -w                   those of a queue, and what becomes of them
              muster get job train-llm -o yaml               one, in full
              muster get job train-llm -o jsonpath={.status.state}
              muster get jobs -A -o name                     for scripts
            """) { get._names, get._queue, get._states, get._watch };
        get._selector.AddTo(command);
        get._output.AddTo(command);
        Session.Runs(command, context, writes: false, get.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var (arguments, client) = (session.Arguments, session.Client);
        var filter = _selector.Of(session) with { Queue = arguments.GetValue(_queue), States = [.. arguments.GetValue(_states) ?? []] };
        var names = JobArguments.ParseAll(arguments.GetValue(_names) ?? [], session.Namespace);
        var watch = arguments.GetValue(_watch);
        if (watch && !_output.Of(session).IsTable)
            throw new UsageException("-w goes with -o table or wide; for JSON use: muster watch -o json");
        if (names.Count > 0 && _selector.IsGiven(session))
            throw new UsageException("give names or a selector, not both");

        // Where the log ends is asked for first: what happens while jobs are listed is shown again rather than missed.
        var end = watch ? (await client.GetEventsAsync(new EventListOptions { Limit = 1 }, cancellationToken)).End : 0;
        var (jobs, code) = names.Count > 0 ? await FindAsync(session, names, cancellationToken) : (await client.ListJobsAsync(filter, cancellationToken).ToListAsync(cancellationToken), ExitCode.Ok);
        if (code != ExitCode.Ok && jobs.Count == 0)
            return code;
        var rows = _output.Show(session, jobs, names.Count == 1, JobViews.Of(_selector.IsEverywhere(session), session.Context.Now));
        if (watch)
            await WatchAsync(session, rows, jobs, filter, names, end, cancellationToken);
        return code;
    }

    private static async Task<(List<Job> Jobs, int Code)> FindAsync(Session session, List<JobId> names, CancellationToken cancellationToken)
    {
        var jobs = new List<Job>();
        var code = await session.ForEachAsync(names, async id => jobs.Add(await session.Client.GetJobAsync(id, cancellationToken)));
        return (jobs, code);
    }

    private async Task WatchAsync(Session session, View<Job>.Rows rows, List<Job> shown, JobListOptions filter, List<JobId> names, long end, CancellationToken cancellationToken)
    {
        var (selection, last) = (new JobSelection(filter), shown.ToDictionary(j => j.Id, Shown));
        var options = new WatchOptions { After = end, Job = names.Count == 1 ? names[0] : null, Namespace = names.Count > 0 ? null : filter.Namespace, Queue = filter.Queue };
        await foreach (var change in session.Client.WatchAsync(options, cancellationToken))
        {
            if (names.Count > 0 && !names.Contains(change.Job))
                continue;
            if (await FindAsync(session.Client, change.Job, cancellationToken) is not { } found || found.Metadata.Uid != change.Uid)
                continue; // deleted since, and perhaps submitted anew
            var job = At(change, found);
            var (isChosen, row) = (names.Count > 0 || selection.Matches(job), Shown(job));
            if (!isChosen || (last.TryGetValue(job.Id, out var before) && before == row))
                continue;
            last[job.Id] = row;
            rows.Add(job);
            rows.Write(session.Out, _output.HasHeaders(session));
        }
    }

    // The job may have gone on since; the row tells of this change.
    private static Job At(JobChange change, Job job) => job with
    {
        Status = (job.Status ?? new JobStatus()) with { State = change.To, Reason = change.Reason, Cluster = change.Cluster },
    };

    // What a row says beside the age. An entry that was written while jobs were listed is not shown twice.
    private static (string Uid, JobState State, ReasonCode? Reason, string? Cluster) Shown(Job job) =>
        (job.Metadata.Uid, job.Status?.State ?? JobState.Queued, job.Status?.Reason?.Code, job.Status?.Cluster);

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
