using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster submit</c></summary>
internal sealed class SubmitCommand
{
    private readonly ManifestArguments _manifests = new();

    private readonly Option<string?> _token = new("--token")
    {
        Description = "Makes sending again safe: the same token and job are accepted once [default: made up]. It is no credential",
        HelpName = "TOKEN",
    };

    private readonly Option<DryRun?> _dryRun = new("--dry-run")
    {
        Description = "Record nothing. client: read, check and show what would be sent; server: have the silo check it as well",
        HelpName = "client|server",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
        {
            if (result.Tokens.Count == 0 || result.Tokens[0].Value == "client")
                return DryRun.Client;
            if (result.Tokens[0].Value == "server")
                return DryRun.Server;
            result.AddError($"--dry-run: '{Names.Clip(result.Tokens[0].Value)}' is none of client, server");
            return null;
        },
    };

    private readonly OutputOptions _output = new(OutputFormat.Name, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.JsonPath);
    private readonly Option<bool> _wait = new("--wait") { Description = "Wait until they have ended" };
    private readonly Option<string?> _timeout = WaitRun.Timeout();

    private enum DryRun
    {
        Client,
        Server,
    }

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
              muster submit -f examples/training-gang.yaml --wait --timeout 1h
              muster submit -f examples/batch-job.yaml --dry-run     see what Muster makes of a Kubernetes Job
              muster submit -f job.yaml --dry-run=server             see whether the silo would take it
              muster submit -f jobs/ --queue sweeps                  a folder, into another queue
              muster submit -f job.yaml --token nightly-2031-05-01   run it again without fear of starting twice
            """) { submit._token, submit._dryRun, submit._wait, submit._timeout };
        submit._dryRun.CompletionSources.Add("client", "server");
        submit._manifests.AddTo(command);
        submit._output.AddTo(command);
        Session.Runs(command, context, writes: true, submit.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var jobs = _manifests.Read(session);
        var dryRun = session.Arguments.GetResult(_dryRun) is null ? null : session.Arguments.GetValue(_dryRun);
        var timeout = WaitRun.TimeoutOf(session, _timeout);
        if (timeout is not null && !session.Arguments.GetValue(_wait))
            throw new UsageException("--timeout goes with --wait: it says how long to wait");
        if (dryRun == DryRun.Client)
        {
            Show(session, jobs);
            session.Say($"{jobs.Count} checked, nothing sent (dry run)");
            return ExitCode.Ok;
        }
        var token = session.Arguments.GetValue(_token);
        if (token is not null && !SubmissionTokens.IsToken(token))
            throw new UsageException($"--token: use 1 to {SubmitRequest.MaxTokenLength} visible ASCII characters");
        token ??= Guid.NewGuid().ToString("N");
        var byId = jobs.ToDictionary(j => j.Id);
        var accepted = new List<Job>();
        var code = await session.ForEachAsync(byId.Keys, async id =>
            accepted.Add(await SendAsync(session, byId[id], new SubmitOptions { Token = SubmissionTokens.Of(token, id, jobs.Count), DryRun = dryRun == DryRun.Server }, token, cancellationToken)), _manifests.Place);
        Tell(session, accepted, dryRun);
        return code == ExitCode.Ok && dryRun is null && session.Arguments.GetValue(_wait)
            ? await new WaitRun(session, WaitGoal.Ended).RunAsync([.. byId.Keys], timeout, cancellationToken) : code;
    }

    private async Task<Job> SendAsync(Session session, Job job, SubmitOptions options, string token, CancellationToken cancellationToken)
    {
        try
        {
            var handle = await session.Client.SubmitAsync(job, options, cancellationToken);
            return handle.Job ?? job;
        }
        catch (MusterException error) when (ExitCode.IsOutcomeUnknown(error))
        {
            session.Say($"job/{job.Id}: it may have been accepted; sending it again with its token is safe: muster submit{_manifests.CommandLine(session)} --token {ShellWord.Quote(token)}");
            throw;
        }
    }

    private void Tell(Session session, List<Job> accepted, DryRun? dryRun)
    {
        if (_output.IsGiven(session))
            Show(session, accepted);
        else
            foreach (var job in accepted)
                session.Print($"job/{job.Id}: {(dryRun is null ? $"{job.Status?.State ?? JobState.Queued} in {job.Spec.Queue}" : $"would be accepted into {job.Spec.Queue} (dry run)")}");
    }

    private void Show(Session session, List<Job> jobs)
    {
        if (jobs.Count > 0)
            _output.Show(session, jobs, single: jobs.Count == 1, JobViews.Of(withNamespace: true, session.Context.Now), OutputFormat.Yaml);
    }
}
