using System.Globalization;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Jobs as rows.</summary>
internal sealed class JobTable(bool withNamespace, bool wide, DateTimeOffset now)
{
    private readonly Table _table = new(
    [
        .. withNamespace ? (string[])["NAMESPACE"] : [],
        "NAME", "QUEUE", "STATE", "REASON", "CLUSTER", "PODS", "AGE",
        .. wide ? (string[])["ATTEMPT", "RUNS", "PRIORITY", "NODES"] : [],
    ]);

    public void Add(Job job)
    {
        var status = job.Status ?? new JobStatus();
        _table.Add(
        [
            .. withNamespace ? (string[])[job.Metadata.Namespace] : [],
            job.Metadata.Name, job.Spec.Queue, status.State.ToString(), status.Reason?.Code.ToString() ?? "", status.Cluster ?? "",
            Number(job.Spec.PodSets.Sum(s => s.Count)), Age.Of(status.SubmittedAt, now),
            .. wide ? (string[])[status.Attempt ?? "", Number(status.Runs), Number(job.Spec.Priority), Number(status.Nodes.Length)] : [],
        ]);
    }

    public void Write(TextWriter writer, bool headers) => _table.Write(writer, headers);

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
