using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster wait</c></summary>
internal sealed class WaitCommand
{
    private readonly Argument<string[]> _names = JobArguments.Some("Jobs to wait for");
    private readonly Option<string> _namespace = JobArguments.Namespace();
    private readonly Option<string> _for = new("--for") { Description = "What to wait for: ended, or state=STATE", HelpName = "CONDITION", DefaultValueFactory = _ => "ended" };
    private readonly Option<string?> _timeout = new("--timeout") { Description = "How long to wait at most, such as 30s or 5m [default: for ever]", HelpName = "DURATION" };

    public static Command Create(CliContext context)
    {
        var wait = new WaitCommand();
        var command = new Verb("wait", "Wait until jobs have ended, or have come into a state.",
            """
            Says on a terminal what happens meanwhile.

            Ends with 0 when it came to pass, 6 when the time is over, and 8 when a job failed, was cancelled, or ended
            without coming into the state.

            Examples:
              muster wait train-llm --timeout 5m
              muster wait sweep-1 sweep-2 sweep-3
              muster wait big-gang --for state=Running
            """) { wait._names, wait._namespace, wait._for, wait._timeout };
        Session.Runs(command, context, writes: false, wait.RunAsync);
        return command;
    }

    private async Task<int> RunAsync(Session session, CancellationToken cancellationToken)
    {
        var goal = Goal(session.Arguments.GetRequiredValue(_for));
        var jobs = session.Arguments.GetRequiredValue(_names).Select(n => JobArguments.Parse(n, session.Arguments.GetValue(_namespace))).Distinct().ToList();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        if (Timeout(session) is { } timeout)
            limit.CancelAfter(timeout);
        try
        {
            var codes = await Task.WhenAll(jobs.Select(id => WaitAsync(session, id, goal, limit.Token)));
            return codes.Max();
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            session.Say($"error: not all came to pass within {session.Arguments.GetValue(_timeout)}; what is in the way: muster explain {jobs[0]}");
            return ExitCode.Unknown;
        }
    }

    private static async Task<int> WaitAsync(Session session, JobId id, JobState? goal, CancellationToken cancellationToken)
    {
        var progress = session.Context.IsInteractive ? new ProgressLines(session) : null;
        var met = false;
        var job = await session.Client.GetJobHandle(id).WaitForCompletionAsync(new WaitOptions { Until = state => met |= IsMet(goal, state), Progress = progress }, cancellationToken);
        var state = job.Status?.State ?? JobState.Queued;
        session.Print($"job/{id}: {state}");
        if (met)
            return ExitCode.Ok;
        if (job.Status?.Reason is { } reason)
            session.Say($"job/{id}: {reason.Code}: {reason.Message}");
        return ExitCode.JobFailed;
    }

    // A job that has succeeded has been through every state on the way, even if nobody saw it there.
    private static bool IsMet(JobState? goal, JobState state) =>
        goal is { } wanted ? state == wanted || (state == JobState.Succeeded && !wanted.IsFinal()) : state == JobState.Succeeded;

    private static JobState? Goal(string text)
    {
        if (text == "ended")
            return null;
        const string Prefix = "state=";
        return text.StartsWith(Prefix, StringComparison.Ordinal) && Enum.TryParse<JobState>(text[Prefix.Length..], ignoreCase: true, out var state) && Enum.IsDefined(state)
            ? state
            : throw new UsageException($"--for: '{Names.Clip(text)}' is not known; write ended, or state= and one of {string.Join(", ", Enum.GetNames<JobState>())}");
    }

    private TimeSpan? Timeout(Session session) =>
        session.Arguments.GetValue(_timeout) is not { } text ? null
            : DurationText.TryParse(text, out var timeout) ? timeout
            : throw new UsageException($"--timeout: '{Names.Clip(text)}' is no duration; write 30s, 5m or 1h30m, up to 20d");

    private sealed class ProgressLines(Session session) : IProgress<JobChange>
    {
        public void Report(JobChange value) => session.Say(ChangeLine.Of(value, withJob: true));
    }
}
