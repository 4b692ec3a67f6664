using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Which jobs a command acts on: named, in manifests, or chosen by a selector, which is shown and asked about first.</summary>
internal sealed class JobTargets(CliContext context, string verb)
{
    /// <summary>Jobs that one selector may choose.</summary>
    private const int Most = 10_000;

    private const int Shown = 10;

    private readonly Argument<string[]> _names = JobArguments.Some($"Jobs to {verb}", mayBeNone: true);
    private readonly Option<string[]> _files = new("--filename", "-f") { Description = $"Manifest with the jobs to {verb}, or a folder, or -", HelpName = "FILE|DIR|-" };
    private readonly SelectorOptions _selector = new(context);
    private readonly Option<bool> _yes = new("--yes", "-y") { Description = "Do not ask about what a selector chooses" };
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = $"Only show what it would {verb}" };

    public void AddTo(Command command)
    {
        command.Arguments.Add(_names);
        command.Options.Add(_files);
        _selector.AddTo(command);
        command.Options.Add(_yes);
        command.Options.Add(_dryRun);
    }

    /// <summary>Does it to each, unless this is a rehearsal.</summary>
    public async Task<int> ForEachAsync(Session session, Func<JobId, Task> act, CancellationToken cancellationToken)
    {
        var jobs = await FindAsync(session, cancellationToken);
        if (session.Arguments.GetValue(_dryRun))
        {
            jobs.ForEach(id => session.Print($"job/{id}: would {verb} (dry run)"));
            return ExitCode.Ok;
        }
        if (jobs.Count > 0 && _selector.IsGiven(session) && !Confirm(session, jobs))
            return ExitCode.Ok;
        return await session.ForEachAsync(jobs, act);
    }

    private async Task<List<JobId>> FindAsync(Session session, CancellationToken cancellationToken)
    {
        var (names, files) = (session.Arguments.GetValue(_names) ?? [], session.Arguments.GetValue(_files) ?? []);
        var ways = (names.Length > 0 ? 1 : 0) + (files.Length > 0 ? 1 : 0) + (_selector.IsGiven(session) ? 1 : 0);
        if (ways != 1)
            throw new UsageException($"say which jobs to {verb}, in one way: names, -f FILE, or a selector (-l, --field-selector)");
        if (names.Length > 0)
            return JobArguments.ParseAll(names, session.Namespace);
        return files.Length > 0 ? [.. ManifestFiles.Read(files, session.Context.World.In, ImportOptions.None with { Namespace = session.Namespace }).Select(m => m.Job.Id)] : await SelectAsync(session, cancellationToken);
    }

    private async Task<List<JobId>> SelectAsync(Session session, CancellationToken cancellationToken)
    {
        var jobs = new List<JobId>();
        await foreach (var job in session.Client.ListJobsAsync(_selector.Of(session), cancellationToken))
            if (jobs.Count < Most)
                jobs.Add(job.Id);
            else
                throw new UsageException($"the selector chooses more than {Most} jobs; narrow it, and go on with the rest afterwards");
        if (jobs.Count == 0)
            session.Say("no jobs found");
        return jobs;
    }

    private bool Confirm(Session session, List<JobId> jobs)
    {
        if (session.Arguments.GetValue(_yes))
            return true;
        if (!session.Context.World.CanAsk)
            throw new UsageException($"the selector chooses {jobs.Count} {(jobs.Count == 1 ? "job" : "jobs")}; say --yes to {verb} them, or --dry-run to see them");
        foreach (var id in jobs.Take(Shown))
            session.Say($"  job/{id}");
        if (jobs.Count > Shown)
            session.Say($"  and {jobs.Count - Shown} more");
        session.Context.Error.Write($"{char.ToUpperInvariant(verb[0])}{verb[1..]} {(jobs.Count == 1 ? "it" : $"these {jobs.Count} jobs")}? [y/N] ");
        session.Context.Error.Flush();
        using var reader = new StreamReader(session.Context.In, leaveOpen: true);
        if (reader.ReadLine()?.Trim() is "y" or "Y" or "yes")
            return true;
        session.Say("nothing done");
        return false;
    }
}
