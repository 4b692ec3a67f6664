using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster submit</c></summary>
internal sealed class SubmitCommand
{
    private readonly Option<string[]> _files = new("--filename", "-f")
    {
        Description = "A manifest, a folder of them, or - for standard input; may be given again",
        HelpName = "FILE|DIR|-",
        Required = true,
    };

    private readonly Option<string?> _token = new("--token")
    {
        Description = "Makes sending again safe: the same token and job are accepted once [default: made up]",
        HelpName = "TOKEN",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Read and check only; show what would be sent" };

    private readonly Option<string?> _queue = new("--queue", "-q") { Description = "Queue to use instead of the manifest's", HelpName = "QUEUE" };

    private readonly ImportArguments _import = new();

    public static Command Create(CliContext context)
    {
        var submit = new SubmitCommand();
        var command = new Verb("submit", "Submit jobs.",
            """
            Once this returns, they are on record and will not be lost.

            Reads Muster's Job (muster.dev/v1alpha1), and what muster convert reads: Kubernetes Jobs, JobSets, Volcano Jobs,
            groups of Pods and Armada's files, in YAML or JSON. It says what it made of each field of the latter. All files
            are checked before anything is sent.

            Examples:
              muster submit -f examples/training-gang.yaml
              muster submit -f examples/batch-job.yaml --dry-run     see what Muster makes of a Kubernetes Job
              muster submit -f jobs/ --queue sweeps                  a folder, into another queue
              muster submit -f job.yaml --token nightly-2031-05-01   run it again without fear of starting twice
            """) { submit._files, submit._token, submit._dryRun, submit._queue };
        submit._import.AddTo(command);
        Session.Runs(command, context, writes: true, submit.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var manifests = ManifestFiles.Read(session.Arguments.GetRequiredValue(_files), session.Context.In, _import.Read(session.Arguments));
        ManifestNotes.Say(session.Context.Error, manifests);

        var queue = session.Arguments.GetValue(_queue);
        if (queue is not null && !Names.IsLabel(queue))
            throw new UsageException($"--queue: '{Names.Clip(queue)}' is not a name");
        var jobs = manifests.Select(m => queue is null ? m.Job : m.Job with { Spec = m.Job.Spec with { Queue = queue } }).ToDictionary(j => j.Id);
        if (!session.Arguments.GetValue(_dryRun))
            return await session.ForEachAsync(jobs.Keys, id => SendAsync(session, jobs[id], TokenOf(session, id, jobs.Count), cancellationToken));

        Objects.Write(session.Out, [.. jobs.Values], single: jobs.Count == 1, MusterJson.Default.Job, yaml: true);
        session.Say($"{jobs.Count} checked, nothing sent (dry run)");
        return ExitCode.Ok;
    }

    private static async Task SendAsync(Session session, Job job, string token, CancellationToken cancellationToken)
    {
        try
        {
            var accepted = await session.Client.SubmitAsync(job, new SubmitOptions { Token = token }, cancellationToken);
            session.Print($"job/{job.Id}: {accepted.Job?.Status?.State ?? JobState.Queued} in {job.Spec.Queue}");
        }
        catch (MusterException error) when (ExitCode.IsOutcomeUnknown(error))
        {
            session.Say($"job/{job.Id}: it may have been accepted; send it again with: --token {token}");
            throw;
        }
    }

    // One token for several jobs would be a conflict from the second one on.
    private string TokenOf(Session session, JobId job, int jobs)
    {
        var given = session.Arguments.GetValue(_token);
        var token = given is null ? Guid.NewGuid().ToString("N") : jobs == 1 ? given : $"{given}.{job.Namespace}.{job.Name}";
        if (token.Length is 0 or > SubmitRequest.MaxTokenLength || token.Any(c => c is <= ' ' or > '~'))
            throw new UsageException($"--token: use 1 to {SubmitRequest.MaxTokenLength} visible ASCII characters (of several jobs, the names count)");
        return token;
    }
}
