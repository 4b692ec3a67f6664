using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster explain</c></summary>
internal static class ExplainCommand
{
    public static Command Create(CliContext context)
    {
        var name = JobArguments.One("The job");
        var output = OutputOptions.Choice(OutputFormat.Table, OutputFormat.Json, OutputFormat.Yaml, OutputFormat.JsonPath);
        var command = new Verb("explain", "Say why a job is where it is: the reason, since when, its place in the queue, what each cluster lacks for it, and what can be done.",
            """
            Examples:
              muster explain big-gang
              muster explain big-gang -o jsonpath={.reason.code}
            """) { name, context.Namespace, output };
        Session.Runs(command, context, writes: false, async (session, cancellationToken) =>
        {
            var id = JobArguments.Parse(session.Arguments.GetRequiredValue(name), session.Namespace);
            var explanation = await session.Client.ExplainJobAsync(id, cancellationToken);
            if (session.Arguments.GetValue(output) is { IsTable: false } choice)
                Objects.Write(session.Out, [Objects.Tree(explanation, MusterJson.Default.Explanation)], single: true, choice);
            else
                Show(session, explanation);
            return ExitCode.Ok;
        });
        return command;
    }

    private static void Show(Session session, Explanation explanation)
    {
        var (reason, fields) = (explanation.Reason, new FieldList());
        fields.Add("Job", explanation.Job.ToString());
        fields.Add("State", Tones.Of(explanation.State));
        fields.Add("Reason", reason is null ? "nothing to explain" : $"{reason.Code}: {reason.Message}");
        fields.AddTime("Since", explanation.Since, session.Context.Now);
        if (explanation.Position > 0)
            fields.Add("Position", $"{explanation.Position} of {explanation.Pending} that wait in its queue");
        if (explanation.Position > 0)
            fields.Add("If first", explanation.FitsIfFirst ? "it would be admitted at once" : "it would still wait");
        fields.Add("Remedy", Remedies.Of(reason, explanation.Job));
        fields.Write(session.Out);
        if (explanation.Clusters.IsDefaultOrEmpty)
            return;
        session.Print("");
        var table = new Table("CLUSTER", "FITS", "VERDICT");
        foreach (var verdict in explanation.Clusters)
            table.Add(verdict.Cluster.Value, verdict.Fits ? new Cell("yes", Tone.Good) : new Cell("no", Tone.Waiting), verdict.Message);
        table.Write(session.Out, headersToo: true);
    }
}
