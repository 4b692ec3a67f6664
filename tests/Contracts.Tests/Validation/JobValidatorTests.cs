using System.Collections.Immutable;
using System.Text.Json;
using Muster.Contracts;

namespace Contracts.Tests;

public class JobValidatorTests
{
    private static readonly Job Valid = new()
    {
        Metadata = new JobMetadata { Name = "train" },
        Spec = new JobSpec { PodSets = [new PodSet { Template = new PodTemplate("""{"spec":{"containers":[{}]}}""") }] },
    };

    [Fact]
    public void Validate_SmallestJob_HasNoFaults() => Assert.Empty(JobValidator.Validate(Valid));

    [Fact]
    public void Validate_NothingAtAll_NamesWhatIsMissing() =>
        Assert.Equal(["metadata.name", "spec.podSets"], JobValidator.Validate(new Job()).Select(f => f.Field));

    public static TheoryData<string, Job> Faulty() => new()
    {
        { "apiVersion", Valid with { ApiVersion = "v1" } },
        { "kind", Valid with { Kind = "Pod" } },
        { "metadata.name", Valid with { Metadata = Valid.Metadata with { Name = "Train" } } },
        { "metadata.namespace", Valid with { Metadata = Valid.Metadata with { Namespace = "a.b" } } },
        { "metadata.labels", Valid with { Metadata = Valid.Metadata with { Labels = Map(65) } } },
        { "metadata.labels[\"a b\"]", Valid with { Metadata = Valid.Metadata with { Labels = Map(("a b", "")) } } },
        { "metadata.labels.a", Valid with { Metadata = Valid.Metadata with { Labels = Map(("a", "b c")) } } },
        { "metadata.annotations", Valid with { Metadata = Valid.Metadata with { Annotations = Map(("a", new string('x', 16 * 1024))) } } },
        { "spec.queue", With(s => s with { Queue = "" }) },
        { "spec.priority", With(s => s with { Priority = JobSpec.MaxPriority + 1 }) },
        { "spec.runtime.maxSeconds", With(s => s with { Runtime = new RuntimeSpec { MaxSeconds = 0 } }) },
        { "spec.runtime.maxSeconds", With(s => s with { Runtime = new RuntimeSpec { MaxSeconds = long.MaxValue } }) },
        { "spec.runtime.expectedSeconds", With(s => s with { Runtime = new RuntimeSpec { ExpectedSeconds = 9, MaxSeconds = 5 } }) },
        { "spec.retry.limit", With(s => s with { Retry = new RetrySpec { Limit = 101 } }) },
        { "spec.failover.policy", With(s => s with { Failover = new FailoverSpec { Policy = (FailoverPolicy)7 } }) },
        { "spec.clusters.names[1]", With(s => s with { Clusters = new ClusterConstraints { Names = ["a", "B"] } }) },
        { "spec.dependsOn", With(s => s with { DependsOn = [.. Enumerable.Range(0, 65).Select(i => $"j{i}")] }) },
        { "spec.dependsOn[0]", With(s => s with { DependsOn = ["a/b/c"] }) },
        { "spec.dependsOn[0]", With(s => s with { DependsOn = ["default/train"] }) },
        { "spec.dependsOn[1]", With(s => s with { DependsOn = ["a", "default/a"] }) },
        { "spec.podSets", With(s => s with { PodSets = [.. Enumerable.Range(0, 65).Select(i => s.PodSets[0] with { Name = $"s{i}" })] }) },
        { "spec.podSets", With(s => s with { PodSets = [s.PodSets[0] with { Count = 4096 }, s.PodSets[0] with { Name = "b" }] }) },
        { "spec.podSets[1].name", With(s => s with { PodSets = [s.PodSets[0], s.PodSets[0]] }) },
        { "spec.podSets[0].count", With(s => s with { PodSets = [s.PodSets[0] with { Count = 0 }] }) },
        { "spec.podSets[0].minCount", With(s => s with { PodSets = [s.PodSets[0] with { MinCount = 2 }] }) },
        { "spec.podSets[0].template", With(s => s with { PodSets = [new PodSet()] }) },
    };

    [Theory]
    [MemberData(nameof(Faulty), DisableDiscoveryEnumeration = true)]
    public void Validate_OneFault_IsNamedWithProblemAndRemedy(string field, Job job)
    {
        var fault = Assert.Single(JobValidator.Validate(job));
        Assert.Equal(field, fault.Field);
        Assert.NotEqual("", fault.Problem);
        Assert.NotEqual("", fault.Remedy);
    }

    [Fact]
    public void Validate_ManyFaults_AreAllNamedUpToTheBound()
    {
        var job = With(s => s with { Queue = "", Priority = int.MinValue, PodSets = [.. Enumerable.Range(0, 64).Select(_ => new PodSet { Name = "-" })] });
        var faults = JobValidator.Validate(job);
        Assert.Equal(JobValidator.MaxFaults, faults.Length);
        Assert.Equal("spec.queue", faults[0].Field);
    }

    [Theory]
    [InlineData("""{"metadata":null,"spec":null}""")]
    [InlineData("""{"apiVersion":null,"kind":null,"metadata":{"namespace":null,"name":null,"labels":null,"annotations":null},"spec":{}}""")]
    [InlineData("""{"spec":{"queue":null,"clusters":null,"runtime":null,"retry":null,"failover":null}}""")]
    [InlineData("""{"spec":{"clusters":{"names":[null],"selector":{"a":null}},"dependsOn":[null],"podSets":[null,{"name":null,"template":{}}]}}""")]
    public void Validate_NullsFromJson_AreFaults(string json)
    {
        Assert.NotEmpty(JobValidator.Validate(JsonSerializer.Deserialize(json, MusterJson.Default.Job)!));
    }

    [Theory]
    [InlineData("""{"metadata":null}""")]
    [InlineData("""{"spec":{"queue":null}}""")]
    [InlineData("""{"spec":{"podSets":[{"name":null}]}}""")]
    public void Deserialize_NullFromOutside_IsRefused(string json)
    {
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize(json, OutsideJson.Request<Job>()));
    }

    private static Job With(Func<JobSpec, JobSpec> change) => Valid with { Spec = change(Valid.Spec) };

    private static ImmutableSortedDictionary<string, string> Map(int count) => Map([.. Enumerable.Range(0, count).Select(i => ($"k{i}", ""))]);

    private static ImmutableSortedDictionary<string, string> Map(params (string Key, string Value)[] entries) =>
        entries.ToImmutableSortedDictionary(e => e.Key, e => e.Value, StringComparer.Ordinal);
}
