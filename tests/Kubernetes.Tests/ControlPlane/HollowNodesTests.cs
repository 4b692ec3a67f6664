using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Muster.Contracts;
using Muster.ControlPlane;
using Muster.Silo;

namespace Muster.Kubernetes.Tests;

public sealed class HollowNodesTests(SharedPlanes planes) : PlaneTest(planes)
{
    private PodClient Pods => new(East.AdminClient);

    [Fact]
    public async Task Start_Nodes_AreReadyWithWhatTheyOffer()
    {
        await StartNodesAsync(East,
        [
            HollowNode.Of("a", cpu: 4, gpu: 8) with
            {
                Labels = ImmutableSortedDictionary<string, string>.Empty.Add("gpu", "h100"),
                Taints = [new Taint("dedicated", "ml", "NoSchedule")],
            },
        ]);

        var node = await NodeAsync("a");

        Assert.Equal("8", (string?)node["status"]!["allocatable"]!["nvidia.com/gpu"]);
        Assert.Equal("4", (string?)node["status"]!["allocatable"]!["cpu"]);
        Assert.Equal("h100", (string?)node["metadata"]!["labels"]!["gpu"]);
        Assert.Equal("dedicated", (string?)Assert.Single(node["spec"]!["taints"]!.AsArray())!["key"]);
        Assert.Equal("True", Ready(node));
    }

    [Fact]
    public async Task Pod_Bound_RunsItsTimeAndSucceeds()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")]);

        var uid = await Pods.RunAsync(PodClient.Pod("runs", duration: "300ms", labels: PodClient.Of("job")), "a");
        var running = await Pods.UntilPhaseAsync("runs", "Running");
        var ended = await Pods.UntilPhaseAsync("runs", "Succeeded");

        Assert.NotNull(running!["status"]!["podIP"]);
        Assert.Equal(0, (int?)Terminated(ended!)["exitCode"]);
        var run = Assert.Single(nodes.ReadRuns());
        Assert.Equal((uid, new JobId("default", "job"), Attempt.Of(1, 1), RunEnding.Succeeded), (run.Uid, run.Job, run.Attempt, run.Ending));
        Assert.InRange(run.Ended!.Value - run.Started!.Value, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Pod_WithExitCode_Fails()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")]);

        await Pods.RunAsync(PodClient.Pod("fails", duration: "10ms", exitCode: 3, labels: PodClient.Of("job")), "a");
        var ended = await Pods.UntilPhaseAsync("fails", "Failed");

        Assert.Equal(3, (int?)Terminated(ended!)["exitCode"]);
        Assert.Equal(RunEnding.Failed, Assert.Single(nodes.ReadRuns()).Ending);
    }

    [Fact]
    public async Task Pod_ThatDoesNotFit_IsRejectedAsByAKubelet()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a", cpu: 4)]);

        // Somebody else's pod counts as well.
        await Pods.RunAsync(PodClient.Pod("foreign", cpu: "3"), "a");
        await Pods.UntilPhaseAsync("foreign", "Running");
        await Pods.RunAsync(PodClient.Pod("late", cpu: "2", labels: PodClient.Of("job")), "a");
        var late = await Pods.UntilPhaseAsync("late", "Failed");

        Assert.Equal("OutOfcpu", (string?)late!["status"]!["reason"]);
        Assert.Equal("Pod Node didn't have enough resource: cpu, requested: 2000, used: 3000, capacity: 4000", (string?)late["status"]!["message"]);
        Assert.Equal(RunEnding.Rejected, Assert.Single(nodes.ReadRuns()).Ending);
        Assert.Empty(RunLedger.PhysicalFit(nodes.ReadRuns().Concat(nodes.ReadForeignRuns()), nodes.Machines()));
    }

    [Fact]
    public async Task Pod_ForOtherNodes_IsRejected()
    {
        await StartNodesAsync(East, [HollowNode.Of("a")]);
        var pod = PodClient.Pod("picky");
        pod["spec"]!["nodeSelector"] = new JsonObject { ["gpu"] = "h100" };

        await Pods.RunAsync(pod, "a");

        Assert.Equal("NodeAffinity", (string?)(await Pods.UntilPhaseAsync("picky", "Failed"))!["status"]!["reason"]);
    }

    [Fact]
    public async Task RejectNext_ThatMany_AreRejected()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")]);
        nodes.RejectNext(1);

        await Pods.RunAsync(PodClient.Pod("first"), "a");
        Assert.Equal("UnexpectedAdmissionError", (string?)(await Pods.UntilPhaseAsync("first", "Failed"))!["status"]!["reason"]);

        await Pods.RunAsync(PodClient.Pod("second"), "a");
        await Pods.UntilPhaseAsync("second", "Running");
    }

    [Fact]
    public async Task Delete_ARunningPod_EndsAfterItsStopTime()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")], new HollowOptions { StopTime = TimeSpan.FromMilliseconds(300) });
        await Pods.RunAsync(PodClient.Pod("stopped", duration: "1h", labels: PodClient.Of("job")), "a");
        await Pods.UntilPhaseAsync("stopped", "Running");

        await Pods.DeleteAsync("stopped");
        Assert.NotNull((await Pods.FindAsync("stopped"))!["metadata"]!["deletionTimestamp"]);
        await Pods.UntilGoneAsync("stopped");

        var run = Assert.Single(nodes.ReadRuns());
        Assert.Equal(RunEnding.Stopped, run.Ending);
        Assert.InRange(run.Ended!.Value - run.StopAsked!.Value, TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task Delete_WithoutGraceOnAFrozenNode_ItsContainersRunOn()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")]);
        await Pods.RunAsync(PodClient.Pod("forced", duration: "1h", labels: PodClient.Of("job")), "a");
        await Pods.UntilPhaseAsync("forced", "Running");

        nodes.Freeze("a");
        await Pods.DeleteAsync("forced", graceSeconds: 0);
        await Pods.UntilGoneAsync("forced");
        Assert.Null(Assert.Single(nodes.ReadRuns()).Ended);
        nodes.Thaw("a");

        await Patiently.UntilSeenAsync("stopped", () => nodes.ReadRuns()[0].Ending, e => e == RunEnding.Stopped);
    }

    [Fact]
    public async Task Kill_TheNode_IsUnknownAndItsPodsRunOn()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")]);
        await Pods.RunAsync(PodClient.Pod("runs", duration: "100ms", labels: PodClient.Of("job")), "a");
        await Pods.UntilPhaseAsync("runs", "Running");

        await nodes.KillAsync("a", Cancellation);
        Assert.Equal("Unknown", Ready(await NodeAsync("a")));
        await Patiently.UntilSeenAsync("ended", () => nodes.ReadRuns()[0].Ending, e => e == RunEnding.Succeeded);
        Assert.Equal("Running", (string?)(await Pods.FindAsync("runs"))!["status"]!["phase"]);

        await nodes.ReviveAsync("a", Cancellation);
        await Pods.UntilPhaseAsync("runs", "Succeeded");
        Assert.Equal("True", Ready(await NodeAsync("a")));
    }

    [Fact]
    public async Task Crash_AndRevive_BootIsNewAndItsPodsHaveFailed()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")]);
        await Pods.RunAsync(PodClient.Pod("dies", duration: "1h", labels: PodClient.Of("job")), "a");
        await Pods.UntilPhaseAsync("dies", "Running");
        var boot = (string?)(await NodeAsync("a"))["status"]!["nodeInfo"]!["bootID"];

        await nodes.CrashAsync("a", Cancellation);
        await nodes.ReviveAsync("a", Cancellation);

        await Pods.UntilPhaseAsync("dies", "Failed");
        Assert.NotEqual(boot, (string?)(await NodeAsync("a"))["status"]!["nodeInfo"]!["bootID"]);
        Assert.Equal(RunEnding.NodeLost, Assert.Single(nodes.ReadRuns()).Ending);
    }

    [Fact]
    public async Task Remove_ItsPods_EndAndSayNothing()
    {
        var nodes = await StartNodesAsync(East, HollowNode.Many("n", 2));
        await Pods.RunAsync(PodClient.Pod("lost", duration: "1h", labels: PodClient.Of("job")), "n0");
        await Pods.UntilPhaseAsync("lost", "Running");

        await nodes.RemoveAsync("n0", Cancellation);

        Assert.Equal(System.Net.HttpStatusCode.NotFound, await ControlPlaneTests.StatusAsync(East.AdminClient, "api/v1/nodes/n0"));
        Assert.Equal(RunEnding.NodeLost, Assert.Single(nodes.ReadRuns()).Ending);
        Assert.Equal("Running", (string?)(await Pods.FindAsync("lost"))!["status"]!["phase"]);
        Assert.Contains(nodes.Machines(), m => m.Node == "n0");
    }

    [Fact]
    public async Task SetAllocatable_ToNothing_RunningPodsStayAndNewOnesAreRejected()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a", cpu: 4)]);
        await Pods.RunAsync(PodClient.Pod("old", duration: "1h"), "a");
        await Pods.UntilPhaseAsync("old", "Running");

        await nodes.SetAllocatableAsync("a", [KeyValuePair.Create("cpu", "1"), KeyValuePair.Create("pods", "10")], Cancellation);
        await Pods.RunAsync(PodClient.Pod("new", duration: "1h"), "a");

        await Pods.UntilPhaseAsync("new", "Failed");
        Assert.Equal("Running", (string?)(await Pods.FindAsync("old"))!["status"]!["phase"]);
        Assert.Equal("1", (string?)(await NodeAsync("a"))["status"]!["allocatable"]!["cpu"]);
    }

    [Fact]
    public async Task KillApiServer_Meanwhile_PodsRunOnAndAreReportedLater()
    {
        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")]);
        await Pods.RunAsync(PodClient.Pod("runs", duration: "100ms", labels: PodClient.Of("job")), "a");
        await Patiently.UntilSeenAsync("started", () => nodes.ReadRuns(), r => r.Length == 1 && r[0].Started is not null);

        await East.KillApiServerAsync();
        await Patiently.UntilSeenAsync("ended", () => nodes.ReadRuns()[0].Ending, e => e == RunEnding.Succeeded);
        await East.StartApiServerAsync();
        await Pods.UntilPhaseAsync("runs", "Succeeded");

        await Pods.RunAsync(PodClient.Pod("later", duration: "10ms"), "a");
        await Pods.UntilPhaseAsync("later", "Succeeded");
    }

    [Fact]
    public async Task Start_Again_PodsOfTheOldKubeletsRunOn()
    {
        var old = await HollowNodes.StartAsync(East, [HollowNode.Of("a")], new HollowOptions(), Cancellation);
        await Pods.RunAsync(PodClient.Pod("runs", duration: "2s", labels: PodClient.Of("job")), "a");
        await Pods.UntilPhaseAsync("runs", "Running");
        await old.DisposeAsync();

        var nodes = await StartNodesAsync(East, [HollowNode.Of("a")]);
        await Pods.UntilPhaseAsync("runs", "Succeeded");

        Assert.Equal(RunEnding.Succeeded, Assert.Single(nodes.ReadRuns()).Ending);
    }

    private async Task<JsonNode> NodeAsync(string name) => JsonNode.Parse(await East.AdminClient.GetStringAsync($"api/v1/nodes/{name}", Cancellation))!;

    private static string? Ready(JsonNode node) =>
        (string?)node["status"]!["conditions"]!.AsArray().Single(c => (string?)c!["type"] == "Ready")!["status"];

    private static JsonNode Terminated(JsonNode pod) => Assert.Single(pod["status"]!["containerStatuses"]!.AsArray())!["state"]!["terminated"]!;
}
