using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster explain</c></summary>
internal static class ExplainCommand
{
    public static Command Create(CliContext context)
    {
        var (name, ns) = (JobArguments.One("The job"), JobArguments.Namespace());
        var command = new Verb("explain", "Say why a job is where it is: the reason, since when, its place in the queue, what each cluster lacks for it, and what can be done.",
            """
            Example:
              muster explain big-gang
            """) { name, ns };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var id = JobArguments.Parse(session.Arguments.GetRequiredValue(name), session.Arguments.GetValue(ns));
            Show(session, await session.Client.ExplainJobAsync(id, cancellationToken));
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(Session session, Explanation explanation)
    {
        var (reason, fields) = (explanation.Reason, new FieldList());
        fields.Add("Job", explanation.Job.ToString());
        fields.Add("State", explanation.State.ToString());
        fields.Add("Reason", reason is null ? "nothing to explain" : $"{reason.Code}: {reason.Message}");
        fields.AddTime("Since", explanation.Since, session.Context.Now);
        if (explanation.Position > 0)
            fields.Add("Position", $"{explanation.Position} of {explanation.Pending} that wait in its queue");
        if (explanation.Position > 0)
            fields.Add("If first", explanation.FitsIfFirst ? "it would be admitted at once" : "it would still wait");
        if (reason?.Remedy is { Length: > 0 } remedy)
            fields.Add("Remedy", remedy);
        fields.Write(session.Out);
        if (explanation.Clusters.IsDefaultOrEmpty)
            return;
        session.Print("");
        var table = new Table("CLUSTER", "FITS", "VERDICT");
        foreach (var verdict in explanation.Clusters)
            table.Add(verdict.Cluster.Value, verdict.Fits ? "yes" : "no", verdict.Message);
        table.Write(session.Out, headersToo: true);
    }
}
