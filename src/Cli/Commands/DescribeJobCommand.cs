using System.CommandLine;
using System.Globalization;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster describe job</c></summary>
internal static class DescribeJobCommand
{
    public static Command Create(CliContext context)
    {
        var name = JobArguments.One("The job");
        var job = new Verb("job", "Show all that there is to say of a job: where it stands, its pod sets, its nodes and what happened to it.",
            """
            Example:
              muster describe job train-llm
            """) { name, context.Namespace };
        Session.Runs(job, context, writes: false, async (session, cancellationToken) =>
        {
            var id = JobArguments.Parse(session.Arguments.GetRequiredValue(name), session.Namespace);
            var found = await session.Client.GetJobAsync(id, cancellationToken);
            var log = await session.Client.GetEventsAsync(new EventListOptions { Job = id }, cancellationToken);
            ShowJob(session, found);
            ShowPodSets(session.Out, found);
            ShowNodes(session.Out, found);
            session.Print("\nEvents:");
            foreach (var change in log.Items.Where(c => c.Uid == found.Metadata.Uid))
                session.Print($"  {ChangeLine.Of(change, withJob: false)}");
            return ExitCode.Ok;
        });
        return job;
    }

    private static void ShowJob(Session session, Job job)
    {
        var (spec, status, now, fields) = (job.Spec, job.Status ?? new JobStatus(), session.Context.Now, new FieldList());
        fields.Add("Name", job.Metadata.Name);
        fields.Add("Namespace", job.Metadata.Namespace);
        fields.Add("Uid", job.Metadata.Uid);
        fields.Add("Labels", string.Join(", ", job.Metadata.Labels.Select(l => $"{l.Key}={l.Value}")));
        fields.Add("Queue", spec.Queue);
        fields.Add("Priority", spec.Priority);
        fields.Add("Failover", spec.Failover.Policy.ToString());
        fields.Add("Retries", $"{status.Retries} of {spec.Retry.Limit}");
        fields.Add("Runtime", Runtime(spec.Runtime));
        fields.Add("Depends on", string.Join(", ", spec.DependsOn));
        fields.Add("State", Tones.Of(status.State));
        fields.AddTime("Since", status.Since, now);
        fields.Add("Reason", status.Reason is { } reason ? $"{reason.Code}: {reason.Message}" : "");
        fields.Add("Remedy", Remedies.Of(status.Reason, job.Id));
        fields.Add("Attempt", status.Attempt);
        fields.Add("Runs", status.Runs);
        fields.Add("Cluster", status.Cluster);
        fields.AddTime("Submitted", status.SubmittedAt, now);
        fields.AddTime("Started", status.StartedAt, now);
        fields.AddTime("Finished", status.FinishedAt, now);
        fields.Write(session.Out);
    }

    private static string Runtime(RuntimeSpec runtime) => string.Join(", ",
        new[] { runtime.ExpectedSeconds is { } e ? $"about {e} s" : "", runtime.MaxSeconds is { } m ? $"at most {m} s" : "" }.Where(t => t.Length > 0));

    private static void ShowPodSets(CleanWriter writer, Job job)
    {
        writer.WriteLine("\nPod sets:");
        var table = new Table("  NAME", "COUNT", "MINIMUM", "REQUESTS", "NODE SELECTOR");
        foreach (var set in job.Spec.PodSets)
        {
            var shape = Shape(set);
            table.Add("  " + set.Name, Number(set.Count), Number(set.Minimum), shape.Requests.ToString(),
                string.Join(", ", shape.NodeSelector.Select(l => $"{l.Key}={l.Value}")));
        }
        table.Write(writer, headersToo: true);
    }

    private static PodShape Shape(PodSet set)
    {
        try
        {
            return PodTemplateReader.Read(set.Template, "template");
        }
        catch (InvalidRequestException)
        {
            return new PodShape(); // a newer silo may accept what this program cannot read
        }
    }

    private static void ShowNodes(CleanWriter writer, Job job)
    {
        if (job.Status is not { Nodes.IsDefaultOrEmpty: false } status)
            return;
        writer.WriteLine("\nNodes:");
        var table = new Table("  NAME", "PODS", "RESOURCES");
        foreach (var node in status.Nodes)
            table.Add("  " + node.Node, string.Join(", ", node.Pods.Select(p => $"{p.PodSet}[{Range(p)}]")), node.Resources.ToString());
        table.Write(writer, headersToo: true);
    }

    private static string Range(PodShare share) => share.Count == 1 ? Number(share.First) : $"{share.First}-{share.First + share.Count - 1}";

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
