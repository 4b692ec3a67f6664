using Muster.Contracts;

namespace Muster.Cli;

/// <summary>How jobs are shown.</summary>
internal static class JobViews
{
    public static View<Job> Of(bool withNamespace, DateTimeOffset now) => new("job", MusterJson.Default.Job, static j => j.Id.ToString(),
    [
        .. withNamespace ? (Column<Job>[])[new("NAMESPACE", static j => j.Metadata.Namespace)] : [],
        new("NAME", static j => j.Metadata.Name),
        new("QUEUE", static j => j.Spec.Queue),
        new("STATE", static j => Tones.Of(StatusOf(j).State)),
        new("REASON", static j => StatusOf(j).Reason?.Code.ToString()),
        new("CLUSTER", static j => StatusOf(j).Cluster),
        new("PODS", static j => j.Spec.PodSets.Sum(s => s.Count)),
        new("AGE", j => Age.Of(StatusOf(j).SubmittedAt, now)),
        new("ATTEMPT", static j => StatusOf(j).Attempt, IsWide: true),
        new("RUNS", static j => StatusOf(j).Runs, IsWide: true),
        new("PRIORITY", static j => j.Spec.Priority, IsWide: true),
        new("NODES", static j => StatusOf(j).Nodes.IsDefault ? 0 : StatusOf(j).Nodes.Length, IsWide: true),
    ]);

    private static JobStatus StatusOf(Job job) => job.Status ?? new JobStatus();
}
