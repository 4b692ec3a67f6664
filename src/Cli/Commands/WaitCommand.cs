using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster wait</c></summary>
internal static class WaitCommand
{
    public static Command Create(CliContext context)
    {
        var (names, timeout) = (JobArguments.Some("Jobs to wait for"), WaitRun.Timeout());
        var condition = new Option<string>("--for") { Description = "What to wait for: ended, delete, or state=STATE,…", HelpName = "CONDITION", DefaultValueFactory = _ => "ended" };
        condition.CompletionSources.Add(["ended", "delete", .. Enum.GetNames<Contracts.JobState>().Select(s => $"state={s}")]);
        var command = new Verb("wait", "Wait until jobs have ended, have come into a state, or are deleted.",
            """
            On a terminal one line shows where they stand; elsewhere there is a line for each change, on stderr.

            Ends with 0 when it came to pass, 6 when the time is over, and 8 when a job failed, was cancelled, or ended
            without coming into the state.

            Examples:
              muster wait train-llm --timeout 5m
              muster wait sweep-1 sweep-2 sweep-3
              muster wait big-gang --for=state=Running
              muster wait big-gang --for=delete
            """) { names, context.Namespace, condition, timeout };
        Session.Runs(command, context, writes: false, (session, cancellationToken) =>
        {
            var goal = WaitGoal.Parse(session.Arguments.GetRequiredValue(condition));
            var jobs = JobArguments.ParseAll(session.Arguments.GetRequiredValue(names), session.Namespace);
            return new WaitRun(session, goal).RunAsync(jobs, WaitRun.TimeoutOf(session, timeout), cancellationToken);
        });
        return command;
    }
}
