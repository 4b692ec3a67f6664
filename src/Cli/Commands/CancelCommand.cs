using System.CommandLine;

namespace Muster.Cli;

/// <summary><c>muster cancel</c></summary>
internal static class CancelCommand
{
    public static Command Create(CliContext context)
    {
        var (names, ns) = (JobArguments.Some("Jobs to cancel"), JobArguments.Namespace());
        var command = new Verb("cancel", "Ask jobs to end.",
            """
            What runs is stopped soon after; a job that has ended stays as it is.

            Examples:
              muster cancel train-llm
              muster cancel sweep-1 sweep-2 -n research
              muster get jobs -q sweeps -o name | xargs muster cancel
            """) { names, ns };
        Session.Runs(command, context, writes: true, (session, cancellationToken) =>
        {
            var jobs = session.Arguments.GetRequiredValue(names).Select(n => JobArguments.Parse(n, session.Arguments.GetValue(ns))).ToList();
            return session.ForEachAsync(jobs, async id =>
            {
                var job = await session.Client.CancelJobAsync(id, cancellationToken: cancellationToken);
                session.Print($"job/{id}: {job.Status?.State}");
            });
        });
        return command;
    }
}
