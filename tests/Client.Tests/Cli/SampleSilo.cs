using System.Collections.Immutable;
using Muster.Contracts;

namespace Client.Tests;

/// <summary>A silo with a little of everything.</summary>
internal static class SampleSilo
{
    public static CliSilo Create()
    {
        var silo = new CliSilo { Log = "[main-0] step 1\n[main-1] step 1\u001b[2J\n" };
        silo.Jobs.AddRange(
        [
            Labelled(Samples.Job("train", JobState.Running), "vision"),
            Samples.Job("big-gang", reason: new Reason(ReasonCode.PlacementFailed, "18 of 18 pods have no place")),
            Labelled(Samples.Job("old", JobState.Succeeded), "vision"),
            Samples.Job("sweep-1", JobState.Failed, "research", new Reason(ReasonCode.PodFailed, "main-0 ended with 1")),
        ]);
        silo.Queues.AddRange(
        [
            new QueueSnapshot { Spec = new QueueSpec { Name = "research" } },
            new QueueSnapshot
            {
                Spec = new QueueSpec
                {
                    Name = "training", Parent = "research", Weight = 2,
                    Quotas = [new FlavorQuota { Flavor = "h100", Resources = [new ResourceQuota { Resource = "cpu", Nominal = 16_000, BorrowingLimit = 8_000 }, new ResourceQuota { Resource = "nvidia.com/gpu", Nominal = 8_000 }] }],
                },
                Pending = 3, Admitted = 1, Share = 1500,
                Usage = [new FlavorUsage("h100", ResourceVector.Of(("cpu", 15_000), ("nvidia.com/gpu", 10_000))), new FlavorUsage("any", ResourceVector.Empty)],
            },
            new QueueSnapshot { Spec = new QueueSpec { Name = "sweeps" }, Cordon = new Cordon("deadline", "admin", Samples.Now.AddMinutes(-3)) },
        ]);
        silo.Clusters.AddRange(
        [
            new ClusterSnapshot
            {
                Spec = new ClusterSpec { Name = "east", Labels = Labels("region", "eu") }, Health = ClusterHealth.Ready, Since = Samples.Now.AddHours(-5), LastHeartbeat = Samples.Now.AddSeconds(-2), Nodes = 2, Gangs = 1,
                Capacity = ResourceVector.Of(("cpu", 96_000), ("memory", 768L << 30), ("nvidia.com/gpu", 8_000)), Used = ResourceVector.Of(("cpu", 500), ("nvidia.com/gpu", 7_000)),
            },
            new ClusterSnapshot { Spec = new ClusterSpec { Name = "west" }, Health = ClusterHealth.Lost, Since = Samples.Now.AddMinutes(-9), Cordon = new Cordon("", "admin", Samples.Now.AddMinutes(-3)) },
        ]);
        silo.Nodes.AddRange([Node("node-1", 4, 8000), Node("node-2", 0, 0) with { Schedulable = false, Cordon = new Cordon("fan", "admin", Samples.Now.AddDays(-1)) }]);
        silo.Changes.AddRange([Samples.Change(1, "train", null, JobState.Queued), Samples.Change(2, "big-gang", null, JobState.Queued), Samples.Change(3, "train", JobState.Starting, JobState.Running), Samples.Change(4, "old", JobState.Running, JobState.Succeeded)]);
        silo.Explanations["big-gang"] = new Explanation
        {
            Job = new JobId("default", "big-gang"), Since = Samples.Now.AddMinutes(-5), Position = 2, Pending = 9,
            Reason = new Reason(ReasonCode.PlacementFailed, "18 of 18 pods have no place"),
            Clusters = [new ClusterVerdict(new ClusterName("east"), false, "3 of 20 nodes lack nvidia.com/gpu"), new ClusterVerdict(new ClusterName("west"), true, "it would go to node-3")],
        };
        return silo;
    }

    private static NodeSnapshot Node(string name, int pods, long cpu) => new()
    {
        Cluster = new ClusterName("east"),
        Node = new NodeInfo { Name = name, Allocatable = ResourceVector.Of(("cpu", 48_000), ("memory", 384L << 30)), Labels = Labels("gpu", "h100"), Taints = [new Taint("gpu", "yes", "NoSchedule")] },
        Used = ResourceVector.Of(("cpu", cpu)), Pods = pods, Schedulable = true,
    };

    private static Job Labelled(Job job, string team) => job with { Metadata = job.Metadata with { Labels = Labels("team", team) } };

    private static ImmutableSortedDictionary<string, string> Labels(string name, string value) => ImmutableSortedDictionary<string, string>.Empty.Add(name, value);
}
