using System.Text.Json;
using Muster.Contracts;

namespace Contracts.Tests;

public class JobJsonTests
{
    private const string Template = """{"metadata":{"annotations":{"a":"1"}},"spec":{"containers":[{"name":"m","x":1.50,"y":[null,true],"ü":"é"}],"z":1e3}}""";

    [Fact]
    public void RoundTrip_JobWithTemplate_KeepsItVerbatim()
    {
        var job = new Job
        {
            Metadata = new JobMetadata { Name = "train", Labels = JobMetadataLabels() },
            Spec = new JobSpec { Priority = 3, DependsOn = ["a"], Failover = new FailoverSpec { Policy = FailoverPolicy.Eager }, PodSets = [new PodSet { Count = 2, Template = new PodTemplate(Template) }] },
            Status = new JobStatus { State = JobState.Running, Reason = new Reason(ReasonCode.PodFailed, "x"), Nodes = [new NodeShare("n", [new PodShare("main", 0, 2)], ResourceVector.Of(("cpu", 1500)))] },
        };
        var json = JsonSerializer.Serialize(job, MusterJson.Default.Job);
        Assert.Contains(Template, json, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"Running\"", json, StringComparison.Ordinal);
        foreach (var type in new[] { MusterJson.Default.Job, OutsideJson.Answer<Job>(), OutsideJson.Request<Job>() })
            Assert.Equal(json, JsonSerializer.Serialize(JsonSerializer.Deserialize(json, type)!, MusterJson.Default.Job));
    }

    [Fact]
    public void Request_AbsentFields_KeepTheirDefaults()
    {
        var job = JsonSerializer.Deserialize("""{"metadata":{"name":"a"},"spec":{"podSets":[{"template":{}}],"clusters":{},"retry":{}}}""", OutsideJson.Request<Job>())!;
        Assert.Equal((Job.CurrentApiVersion, "Job", "default", "default"), (job.ApiVersion, job.Kind, job.Metadata.Namespace, job.Spec.Queue));
        Assert.Equal(("main", 1, 1), (job.Spec.PodSets[0].Name, job.Spec.PodSets[0].Count, job.Spec.PodSets[0].Minimum));
        Assert.Empty(job.Spec.DependsOn);
        Assert.Empty(job.Spec.Clusters.Names);
        Assert.Empty(job.Metadata.Labels);
    }

    [Theory]
    [InlineData("""{"spce":{}}""")]
    [InlineData("""{"spec":{"podSets":[{"cuont":1}]}}""")]
    [InlineData("""{"spec":{},"spec":{}}""")]
    [InlineData("""{"spec":{"podSets":[{"template":7}]}}""")]
    [InlineData("""{"spec":{"priority":"1"}}""")]
    public void Request_WhatIsNotKnown_IsRefused(string json) =>
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, OutsideJson.Request<Job>()));

    [Fact]
    public void Answer_FieldOfANewerSilo_IsPassedOver() =>
        Assert.Equal("a", JsonSerializer.Deserialize("""{"metadata":{"name":"a","new":1},"more":{}}""", OutsideJson.Answer<Job>())!.Metadata.Name);

    [Fact]
    public void Problem_OfAnError_HasItsStatusCodeAndFaults()
    {
        var problem = Problem.Of(new InvalidRequestException("spec.queue", "it is empty", "write one"));
        Assert.Equal("""{"type":"about:blank","title":"Bad Request","status":400,"detail":"spec.queue: it is empty; write one","code":"Invalid","errors":[{"field":"spec.queue","problem":"it is empty","remedy":"write one"}]}""",
            JsonSerializer.Serialize(problem, ApiJson.Default.Problem));
    }

    private static System.Collections.Immutable.ImmutableSortedDictionary<string, string> JobMetadataLabels() => new JobMetadata().Labels.Add("team", "research");
}
