using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class PodReaderTests
{
    [Theory]
    [InlineData("""{"phase":"Pending"}""", "", PodPhase.Unbound, null)]
    [InlineData("""{}""", "", PodPhase.Unbound, null)]
    [InlineData("""{"phase":"Pending"}""", "n", PodPhase.Bound, null)]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"name":"main","state":{"waiting":{"reason":"ImagePullBackOff"}}}]}""", "n", PodPhase.Bound, "container main: ImagePullBackOff")]
    [InlineData("""{"phase":"Pending","containerStatuses":[{"name":"main","state":{"waiting":{"reason":"ContainerCreating"}}}]}""", "n", PodPhase.Bound, null)]
    [InlineData("""{"phase":"Running"}""", "n", PodPhase.Running, null)]
    [InlineData("""{"phase":"Unknown"}""", "n", PodPhase.Running, null)]
    [InlineData("""{"phase":"Succeeded"}""", "n", PodPhase.Succeeded, null)]
    [InlineData("""{"phase":"Failed","containerStatuses":[{"name":"main","state":{"terminated":{"exitCode":3,"reason":"Error"}}}]}""", "n", PodPhase.Failed, "container main: exit code 3")]
    [InlineData("""{"phase":"Failed","containerStatuses":[{"name":"a","state":{"terminated":{"exitCode":0}}},{"name":"b","state":{"terminated":{"exitCode":137,"reason":"OOMKilled"}}}]}""", "n", PodPhase.Failed, "container b: exit code 137 (OOMKilled)")]
    [InlineData("""{"phase":"Failed","reason":"DeadlineExceeded","message":"too long"}""", "n", PodPhase.Failed, "DeadlineExceeded: too long")]
    [InlineData("""{"phase":"Failed","reason":"OutOfcpu","message":"no"}""", "n", PodPhase.Rejected, "OutOfcpu: no")]
    [InlineData("""{"phase":"Failed","reason":"OutOfnvidia.com/gpu"}""", "n", PodPhase.Rejected, "OutOfnvidia.com/gpu")]
    [InlineData("""{"phase":"Failed","reason":"UnexpectedAdmissionError"}""", "n", PodPhase.Rejected, "UnexpectedAdmissionError")]
    [InlineData("""{"phase":"Failed","reason":"NodeAffinity"}""", "n", PodPhase.Rejected, "NodeAffinity")]
    [InlineData("""{"phase":"Failed","reason":"Evicted","message":"low on disk"}""", "n", PodPhase.Rejected, "Evicted: low on disk")]
    [InlineData("""{"phase":"Failed","reason":"Shutdown"}""", "n", PodPhase.Rejected, "Shutdown")]
    [InlineData("""{"phase":"Failed","reason":"Terminated","message":"node shutdown"}""", "n", PodPhase.Rejected, "Terminated: node shutdown")]
    [InlineData("""{"phase":"Failed","conditions":[{"type":"DisruptionTarget","status":"True","reason":"PreemptionByScheduler"}],"containerStatuses":[{"name":"main","state":{"terminated":{"exitCode":143}}}]}""", "n", PodPhase.Rejected, "PreemptionByScheduler")]
    [InlineData("""{"phase":"Failed","conditions":[{"type":"DisruptionTarget","status":"False"}],"containerStatuses":[{"name":"main","state":{"terminated":{"exitCode":1}}}]}""", "n", PodPhase.Failed, "container main: exit code 1")]
    public void Read_EveryStatus_HasItsPhase(string status, string node, PodPhase phase, string? message)
    {
        var pod = Read(status, node).Gang!;
        Assert.Equal((phase, message), (pod.Phase, pod.Message));
    }

    [Theory]
    [InlineData("2030-01-01T00:00:29Z", PodPhase.Failed)]
    [InlineData("2030-01-01T00:00:30Z", PodPhase.Rejected)]
    [InlineData("2030-01-01T00:00:41Z", PodPhase.Rejected)]
    public void Read_DeletedWhileItRan_HasNotFailedByItself(string finished, PodPhase phase)
    {
        var status = """{"phase":"Failed","containerStatuses":[{"name":"main","state":{"terminated":{"exitCode":143,"finishedAt":"@"}}}]}""".Replace("@", finished, StringComparison.Ordinal);
        var pod = Read(status, "n", """,  "deletionTimestamp":"2030-01-01T00:01:00Z","deletionGracePeriodSeconds":30""").Gang!;
        Assert.True(pod.Terminating);
        Assert.Equal(phase, pod.Phase);
    }

    [Fact]
    public void Read_Labels_SayWhoseItIs()
    {
        var pod = Read("""{"phase":"Running"}""", "n");
        Assert.Equal(
            new PodObservation
            {
                Name = "train-7-2-main-3", Uid = "pod-uid", Job = new("team", "train"), JobUid = "job-uid", Incarnation = "ledger-1",
                Attempt = Attempt.Of(7, 2), PodSet = "main", Index = 3, Node = "n", Phase = PodPhase.Running,
                Requests = ResourceVector.Of((ResourceNames.Cpu, 2_000), (ResourceNames.Pods, 1_000)),
            },
            pod.Gang);
        Assert.Equal(("muster", "anchor-uid", "muster", "main"), (pod.Origin, pod.Owner, pod.Scheduler, pod.Container));
    }

    [Theory]
    [InlineData("train-7-2-main-3", "train-7-2-main-4")]
    [InlineData("\"7-2\"", "\"07-2\"")]
    [InlineData("\"7-2\"", "\"x\"")]
    [InlineData("\"3\"", "\"-3\"")]
    [InlineData("\"train\"", "\"other\"")]
    public void Read_LabelsThatDoNotMakeItsName_AreNobodys(string from, string to) =>
        Assert.Null(Parse(Json("{}", "n", "").Replace(from, to, StringComparison.Ordinal)).Gang);

    [Fact]
    public void Read_EndedPod_AsksForNothing()
    {
        Assert.Equal("cpu=2, pods=1", Read("""{"phase":"Running"}""", "n").Requests.ToString());
        Assert.True(Read("""{"phase":"Failed"}""", "n").Requests.IsEmpty);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"metadata":{"name":"x"}}""")]
    [InlineData("""{"metadata":{"name":"x","uid":"u","labels":{"muster.dev/job":"\ud800","muster.dev/attempt":"1-1","muster.dev/index":"0"}},"spec":{}}""")]
    public void Read_WhatIsNoPod_IsMalformed(string json) => Assert.Throws<JsonException>(() => Parse(json));

    [Theory]
    [InlineData("""{"metadata":{"name":"x","uid":"u"}}""")]
    [InlineData("""{"metadata":{"name":"x","uid":"u","labels":[],"annotations":3,"ownerReferences":{}},"spec":"","status":[]}""")]
    [InlineData("""{"metadata":{"name":"x","uid":"u"},"spec":{"containers":[1,{"resources":{"requests":{"cpu":{}}}}],"initContainers":{}},"status":{"phase":7,"conditions":[1]}}""")]
    public void Read_MembersOfOtherKinds_CountAsAbsent(string json) => Assert.Null(Parse(json).Gang);

    private static ObservedPod Read(string status, string node, string metadata = "") => Parse(Json(status, node, metadata));

    private static ObservedPod Parse(string json) => JsonSerializer.Deserialize(json, GatewayJson.Default.ObservedPod)!;

    private static string Json(string status, string node, string metadata) => """
        {"metadata":{"namespace":"team","name":"train-7-2-main-3","uid":"pod-uid","resourceVersion":"5",
          "labels":{"muster.dev/origin":"muster","muster.dev/job":"train","muster.dev/job-uid":"job-uid","muster.dev/attempt":"7-2","muster.dev/pod-set":"main","muster.dev/index":"3"},
          "annotations":{"muster.dev/incarnation":"ledger-1"},"ownerReferences":[{"kind":"Lease","uid":"anchor-uid"}] METADATA},
         "spec":{"schedulerName":"muster","nodeName":"NODE","containers":[{"name":"main","resources":{"requests":{"cpu":"2"}}}]},
         "status":STATUS}
        """.Replace("METADATA", metadata, StringComparison.Ordinal).Replace("NODE", node, StringComparison.Ordinal).Replace("STATUS", status, StringComparison.Ordinal);
}
