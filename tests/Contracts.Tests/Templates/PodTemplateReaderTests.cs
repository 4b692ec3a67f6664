using Muster.Contracts;

namespace Contracts.Tests;

public class PodTemplateReaderTests
{
    private const string Path = "spec.podSets[0].template";

    [Theory]
    // Containers add up; a limit counts where nothing is requested.
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"1","memory":"1Gi"}}},{"resources":{"limits":{"cpu":2}}}]}""", "cpu=3, memory=1Gi, pods=1")]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"1"},"limits":{"cpu":"2","memory":"1Gi"}}}]}""", "cpu=1, memory=1Gi, pods=1")]
    [InlineData("""{"containers":[{}]}""", "pods=1")]
    // The largest init container, where it needs more than the containers do.
    [InlineData("""{"initContainers":[{"resources":{"requests":{"cpu":"4"}}},{"resources":{"requests":{"cpu":"3"}}}],"containers":[{"resources":{"requests":{"cpu":"1","memory":"1Gi"}}}]}""", "cpu=4, memory=1Gi, pods=1")]
    // A sidecar stays beside the containers, and beside the init containers after it only.
    [InlineData("""{"initContainers":[{"restartPolicy":"Always","resources":{"requests":{"cpu":"2"}}},{"resources":{"requests":{"cpu":"5"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "cpu=7, pods=1")]
    [InlineData("""{"initContainers":[{"resources":{"requests":{"cpu":"5"}}},{"restartPolicy":"Always","resources":{"requests":{"cpu":"2"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "cpu=5, pods=1")]
    [InlineData("""{"initContainers":[{"restartPolicy":"Always","resources":{"requests":{"cpu":"2"}}}],"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "cpu=3, pods=1")]
    // Overhead comes on top of all; requests of the pod stand in for the sum.
    [InlineData("""{"overhead":{"cpu":"250m"},"containers":[{"resources":{"requests":{"cpu":"1"}}}]}""", "cpu=1250m, pods=1")]
    [InlineData("""{"resources":{"requests":{"cpu":"8"},"limits":{"memory":"4Gi"}},"overhead":{"cpu":"1"},"containers":[{"resources":{"requests":{"cpu":"1","memory":"1Gi"}}}]}""", "cpu=9, memory=1Gi, pods=1")]
    [InlineData("""{"containers":[{"resources":{"limits":{"nvidia.com/gpu":8}}}]}""", "nvidia.com/gpu=8, pods=1")]
    public void Read_Requests_AreCountedAsKubernetesDoes(string spec, string expected) =>
        Assert.Equal(expected, Read(spec).Requests.ToString());

    [Fact]
    public void Read_SelectorAndAffinity_AreOneSetOfLabels()
    {
        var shape = Read("""
            {"containers":[{}],"nodeSelector":{"gpu":"h100"},"affinity":{"nodeAffinity":{
              "requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"zone","operator":"In","values":["a"]}]}]},
              "preferredDuringSchedulingIgnoredDuringExecution":[{"weight":1,"preference":{}}]}}}
            """);
        Assert.Equal("gpu=h100,zone=a", string.Join(',', shape.NodeSelector.Select(l => $"{l.Key}={l.Value}")));
    }

    [Fact]
    public void Read_Tolerations_AreSortedAndUnique()
    {
        var shape = Read("""
            {"containers":[{}],"tolerations":[{"key":"b","operator":"Exists","effect":"NoSchedule"},{"key":"a","value":"x"},{"key":"a","operator":"Equal","value":"x","tolerationSeconds":5}]}
            """);
        Assert.Equal([new Toleration("a", false, "x", ""), new Toleration("b", true, "", "NoSchedule")], shape.Tolerations);
    }

    [Theory]
    [InlineData("""{"containers":[{},{"resources":{"requests":{"cpu":"8cores"}}}]}""", ".spec.containers[1].resources.requests.cpu")]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":true}}}]}""", ".spec.containers[0].resources.requests.cpu")]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"2"},"limits":{"cpu":"1"}}}]}""", ".spec.containers[0].resources.requests.cpu")]
    [InlineData("""{"containers":[{"resources":{"requests":{"nvidia.com/gpu":1}}}]}""", ".spec.containers[0].resources.requests[\"nvidia.com/gpu\"]")]
    [InlineData("""{"containers":[{"resources":{"limits":{"nvidia.com/gpu":"500m"}}}]}""", ".spec.containers[0].resources.limits[\"nvidia.com/gpu\"]")]
    [InlineData("""{"containers":[{"resources":{"requests":{"memory":"99999999999999999999999999999Ei"}}}]}""", ".spec.containers[0].resources.requests.memory")]
    [InlineData("""{"containers":[]}""", ".spec.containers")]
    [InlineData("""{"containers":{}}""", ".spec.containers")]
    [InlineData("""{"containers":[7]}""", ".spec.containers[0]")]
    [InlineData("""{"containers":[{}],"overhead":{"memory":"-1"}}""", ".spec.overhead.memory")]
    [InlineData("""{"containers":[{}],"nodeName":"n1"}""", ".spec.nodeName")]
    [InlineData("""{"containers":[{}],"nodeSelector":{"gpu":1}}""", ".spec.nodeSelector.gpu")]
    [InlineData("""{"containers":[{}],"tolerations":[{"operator":"Equal"}]}""", ".spec.tolerations[0]")]
    [InlineData("""{"containers":[{}],"tolerations":[{"key":"a","operator":"In"}]}""", ".spec.tolerations[0]")]
    [InlineData("""{"containers":[{}],"affinity":{"podAntiAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":[{}]}}}""", ".spec.affinity.podAntiAffinity")]
    [InlineData("""{"containers":[{}],"topologySpreadConstraints":[{"whenUnsatisfiable":"DoNotSchedule"}]}""", ".spec.topologySpreadConstraints[0]")]
    [InlineData("""{"containers":[{}],"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{},{}]}}}}""",
        ".spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms")]
    [InlineData("""{"containers":[{}],"affinity":{"nodeAffinity":{"requiredDuringSchedulingIgnoredDuringExecution":{"nodeSelectorTerms":[{"matchExpressions":[{"key":"a","operator":"NotIn","values":["b"]}]}]}}}}""",
        ".spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]")]
    [InlineData("""{"containers":[{"resources":{"requests":{"cpu":"\ud800"}}}]}""", "")]
    public void Read_Fault_IsNamedByItsPath(string spec, string field)
    {
        var error = Assert.Single(Faults($$"""{"spec":{{spec}}}"""));
        Assert.Equal(Path + field, error.Field);
        Assert.NotEqual("", error.Remedy);
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("""{"spec":null}""")]
    [InlineData("""{"spec":{"containers":[{}]},"spec":{}}""")]
    public void Read_NoTemplate_IsOneFault(string json) => Assert.Single(Faults(json));

    [Fact]
    public void Read_TooLong_IsOneFault() =>
        Assert.Contains("characters", Assert.Single(Faults($$"""{"x":"{{new string('x', PodTemplate.MaxLength)}}"}""")).Problem, StringComparison.Ordinal);

    [Fact]
    public void Read_ManyFaults_AreNamedUpToTheBound()
    {
        var containers = string.Join(',', Enumerable.Repeat("""{"resources":{"requests":{"cpu":"x"}}}""", 100));
        Assert.Equal(JobValidator.MaxFaults, Faults($$$"""{"spec":{"containers":[{{{containers}}}]}}""").Length);
    }

    private static PodShape Read(string spec) => PodTemplateReader.Read(new PodTemplate($$"""{"spec":{{spec}}}"""), Path);

    private static System.Collections.Immutable.ImmutableArray<FieldError> Faults(string json) =>
        Assert.Throws<InvalidRequestException>(() => PodTemplateReader.Read(new PodTemplate(json), Path)).Errors;
}
