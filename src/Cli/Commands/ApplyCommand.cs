using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster apply</c></summary>
internal sealed class ApplyCommand
{
    private readonly ManifestArguments _manifests = new();
    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only say what would be done" };

    public static Command Create(CliContext context)
    {
        var apply = new ApplyCommand();
        var command = new Verb("apply", "Submit jobs that are not there yet.",
            """
            It may be run again and again, by several at once: a job is submitted once. What a job asks for cannot be
            changed once it is on record; a job that is there and asks for something else is a conflict.

            Examples:
              muster apply -f jobs/
              muster apply -f job.yaml --dry-run
            """) { apply._dryRun };
        apply._manifests.AddTo(command);
        Session.Runs(command, context, writes: true, apply.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var jobs = _manifests.Read(session).ToDictionary(j => j.Id);
        var code = ExitCode.Ok;
        var failed = await session.ForEachAsync(jobs.Keys, async id =>
        {
            var result = await ApplyAsync(session, jobs[id], cancellationToken);
            code = Math.Max(code, result);
        }, _manifests.Place);
        return failed == ExitCode.Ok ? code : failed;
    }

    private async Task<int> ApplyAsync(Session session, Job job, CancellationToken cancellationToken)
    {
        if (await FindAsync(session, job.Id, cancellationToken) is { } recorded)
            return Compare(session, recorded, job);
        if (session.Arguments.GetValue(_dryRun))
        {
            session.Print($"job/{job.Id}: would be submitted into {job.Spec.Queue} (dry run)");
            return ExitCode.Ok;
        }
        try
        {
            var handle = await session.Client.SubmitAsync(job, new SubmitOptions { Token = SubmissionTokens.OfContent(job) }, cancellationToken);
            session.Print($"job/{job.Id}: {(handle.Created ? "submitted into" : "unchanged in")} {job.Spec.Queue}");
            return ExitCode.Ok;
        }
        catch (JobAlreadyExistsException)
        {
            // Somebody was quicker, with the same job or with another.
            return await FindAsync(session, job.Id, cancellationToken) is { } quicker ? Compare(session, quicker, job) : throw new JobAlreadyExistsException(job.Id);
        }
    }

    private static int Compare(Session session, Job recorded, Job asked)
    {
        var differences = JobDifference.Of(recorded, asked);
        if (differences.Count == 0)
        {
            session.Print($"job/{asked.Id}: unchanged ({recorded.Status?.State})");
            return ExitCode.Ok;
        }
        session.Say($"error: job/{asked.Id} is on record and asks for something else; a job cannot be changed: give it another name, or cancel and delete the old one");
        differences.ForEach(d => session.Say($"  {d}"));
        return ExitCode.Conflict;
    }

    private static async Task<Job?> FindAsync(Session session, JobId id, CancellationToken cancellationToken)
    {
        try
        {
            return await session.Client.GetJobAsync(id, cancellationToken);
        }
        catch (JobNotFoundException)
        {
            return null;
        }
    }
}
