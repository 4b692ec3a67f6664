using System.Collections.Immutable;
using Muster.Contracts;

namespace Contracts.Tests;

public class GangDemandReaderTests
{
    private const string Gpu = """{"spec":{"containers":[{"image":"a","resources":{"requests":{"cpu":"64","memory":"512Gi"},"limits":{"nvidia.com/gpu":8}}}],"nodeSelector":{"gpu":"h100"}}}""";

    [Fact]
    public void Read_TypicalSpec_HasAKeyThatCanBeRead()
    {
        var demand = GangDemandReader.Read(Spec(Gpu) with { Clusters = new ClusterConstraints { Names = ["west", "east"] } });
        Assert.Equal("main*4(cpu=64,memory=512Gi,nvidia.com/gpu=8,pods=1){gpu=h100}@east,west", demand.Key);
        Assert.Equal(4, demand.PodSets[0].MinCount);
    }

    [Fact]
    public void Read_SpecsThatNeedTheSame_HaveEqualKeys()
    {
        var one = Spec(Gpu) with { Priority = 5, Queue = "a", Clusters = new ClusterConstraints { Names = ["x", "y"] } };
        var other = Spec(Gpu.Replace("\"image\":\"a\"", "\"image\":\"b\",\"command\":[\"c\"]", StringComparison.Ordinal)
            .Replace("\"64\"", "\"64000m\"", StringComparison.Ordinal)) with { Clusters = new ClusterConstraints { Names = ["y", "x", "x"] } };
        Assert.Equal(GangDemandReader.Read(one).Key, GangDemandReader.Read(other).Key);
    }

    [Theory]
    [InlineData(5, null, "64", "h100", "")]
    [InlineData(4, 2, "64", "h100", "")]
    [InlineData(4, null, "63", "h100", "")]
    [InlineData(4, null, "64", "a100", "")]
    [InlineData(4, null, "64", "h100", "east")]
    public void Read_SpecsThatDiffer_HaveDifferentKeys(int count, int? least, string cpu, string gpu, string cluster)
    {
        var spec = Spec(Gpu.Replace("\"64\"", $"\"{cpu}\"", StringComparison.Ordinal).Replace("h100", gpu, StringComparison.Ordinal));
        spec = spec with { PodSets = [spec.PodSets[0] with { Count = count, MinCount = least }], Clusters = new ClusterConstraints { Names = cluster.Length > 0 ? [cluster] : [] } };
        Assert.NotEqual(GangDemandReader.Read(Spec(Gpu)).Key, GangDemandReader.Read(spec).Key);
    }

    [Fact]
    public void Read_ManyPodSets_HasAShortKey()
    {
        var spec = new JobSpec { PodSets = [.. Enumerable.Range(0, 40).Select(i => new PodSet { Name = $"set-{i}", Template = new PodTemplate(Gpu) })] };
        var key = GangDemandReader.Read(spec).Key;
        Assert.StartsWith("sha256:", key, StringComparison.Ordinal);
        Assert.Equal(71, key.Length);
        Assert.Equal(key, GangDemandReader.Read(spec).Key);
    }

    [Fact]
    public void Read_BadTemplates_NamesThemAll()
    {
        var spec = new JobSpec { PodSets = [new PodSet { Name = "a", Template = new PodTemplate("{}") }, new PodSet { Name = "b" }] };
        var error = Assert.Throws<InvalidRequestException>(() => GangDemandReader.Read(spec));
        Assert.Equal(["spec.podSets[0].template", "spec.podSets[1].template"], error.Errors.Select(e => e.Field));
    }

    private static JobSpec Spec(string template) => new() { PodSets = ImmutableArray.Create(new PodSet { Count = 4, Template = new PodTemplate(template) }) };
}
