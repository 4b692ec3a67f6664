using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Gangs as a coordinator would plan them.</summary>
internal static class Gangs
{
    public static readonly Attempt First = Attempt.Of(1, 1);
    public static readonly Attempt Second = Attempt.Of(1, 2);

    public static JobId NewJob() => new("default", "job-" + Guid.NewGuid().ToString("N")[..8]);

    /// <summary>One pod a node, in the order of the nodes.</summary>
    public static GangPlan Plan(JobId job, Attempt attempt, PodTemplate template, params IEnumerable<string> nodes)
    {
        var set = new PodSet { Name = "main", Count = nodes.Count(), Template = template };
        return new GangPlan(job, "uid-of-" + job.Name, attempt, [.. nodes.Select((node, i) => new PodPlan(
            string.Create(CultureInfo.InvariantCulture, $"{job.Name}-{attempt}-{set.Name}-{i}"), set, i, node))]);
    }

    public static ImmutableArray<PodBinding> Bindings(GangPlan plan, IEnumerable<PodObservation> pods) =>
        [.. pods.Select((pod, i) => new PodBinding(pod.Name, pod.Uid, plan.Pods[i].Node))];

    public static PodTemplate Template(
        string cpu = "1", string? duration = null, string? delay = null, string? exitCode = null, string spec = "{}")
    {
        var annotations = new JsonObject();
        foreach (var (key, value) in new[] { ("duration", duration), ("start-delay", delay), ("exit-code", exitCode) })
            if (value is not null)
                annotations["simulation.muster.dev/" + key] = value;
        var body = JsonNode.Parse(spec)!.AsObject();
        body.TryAdd("containers", Containers(cpu));
        var template = new JsonObject { ["metadata"] = new JsonObject { ["annotations"] = annotations }, ["spec"] = body };
        return new PodTemplate(template.ToJsonString(JsonSerializerOptions.Web));
    }

    private static JsonArray Containers(string cpu) =>
    [
        new JsonObject
        {
            ["name"] = "main",
            ["image"] = "busybox",
            ["resources"] = new JsonObject { ["requests"] = new JsonObject { ["cpu"] = cpu } },
        },
    ];

    /// <summary>Creates and binds a gang in a simulated cluster.</summary>
    public static GangPlan Start(this SimulatedCluster cluster, GangPlan plan)
    {
        cluster.Bind(plan.Job, plan.Attempt, Bindings(plan, cluster.Create(plan)));
        return plan;
    }

    public static GangPlan Start(this SimulatedCluster cluster, PodTemplate template, params IEnumerable<string> nodes) =>
        cluster.Start(Plan(NewJob(), First, template, nodes));

    public static ImmutableArray<PodObservation> Pods(this SimulatedCluster cluster, GangPlan plan) =>
        cluster.ListPods(plan.Job, plan.Attempt);
}
