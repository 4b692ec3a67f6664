using Muster.Contracts;

namespace Client.Tests;

/// <summary>Jobs and changes as a silo shows them.</summary>
internal static class Samples
{
    public static readonly DateTimeOffset Now = new(2031, 5, 1, 12, 0, 0, TimeSpan.Zero);

    public static Job Job(string name, JobState state = JobState.Queued, string ns = "default", Reason? reason = null) => new()
    {
        Metadata = new JobMetadata { Name = name, Namespace = ns, Uid = $"uid-{name}" },
        Spec = new JobSpec
        {
            Queue = "training",
            Priority = 10,
            PodSets = [new PodSet { Count = 4, Template = new PodTemplate("""{"spec":{"containers":[{"resources":{"requests":{"cpu":"2"}}}]}}""") }],
        },
        Status = new JobStatus
        {
            State = state,
            Reason = reason,
            Seq = 7,
            Cluster = state == JobState.Queued ? null : "east",
            Attempt = state == JobState.Queued ? null : "1-1",
            Runs = state == JobState.Queued ? 0 : 1,
            Nodes = state == JobState.Queued ? [] : [new NodeShare("node-1", [new PodShare("main", 0, 4)], ResourceVector.Of(("cpu", 8000), ("pods", 4000)))],
            SubmittedAt = Now.AddSeconds(-130),
            Since = Now.AddSeconds(-5),
        },
    };

    public static JobChange Change(long sequence, string name, JobState? from, JobState to, string? uid = null) => new()
    {
        Sequence = sequence,
        At = Now.AddSeconds(sequence),
        Job = new JobId("default", name),
        Uid = uid ?? $"uid-{name}",
        From = from,
        To = to,
        Cluster = to is JobState.Running ? "east" : null,
    };
}
