using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class NodeReaderTests
{
    private const string Ready = """{"conditions":[{"type":"MemoryPressure","status":"False"},{"type":"Ready","status":"True"}],"allocatable":{"cpu":"7910m","memory":"62Gi","nvidia.com/gpu":"8","pods":"110","hugepages-1Gi":"0"}}""";

    [Fact]
    public void Read_ANode_HasWhatPlacementKnows()
    {
        var node = Read("", """{"taints":[{"key":"gpu","value":"yes","effect":"NoSchedule"},{"key":"x","effect":"NoExecute"}]}""", Ready);
        Assert.Equal("n-1", node.Name);
        Assert.Equal("cpu=7910m, memory=62Gi, nvidia.com/gpu=8, pods=110", node.Allocatable.ToString());
        Assert.Equal([new Taint("gpu", "yes", "NoSchedule"), new Taint("x", "", "NoExecute")], node.Taints);
        Assert.Equal("a", node.Labels["zone"]);
        Assert.True(node.Schedulable);
    }

    [Theory]
    [InlineData("", """{"unschedulable":true}""", Ready)]
    [InlineData(""","deletionTimestamp":"2030-01-01T00:00:00Z" """, "{}", Ready)]
    [InlineData("", "{}", """{"conditions":[{"type":"Ready","status":"False"}]}""")]
    [InlineData("", "{}", """{"conditions":[{"type":"Ready","status":"Unknown"}]}""")]
    [InlineData("", "{}", """{}""")]
    public void Read_NodeThatTakesNothingNew_IsNotSchedulable(string metadata, string spec, string status) =>
        Assert.False(Read(metadata, spec, status).Schedulable);

    [Fact]
    public void Read_NotReady_KeepsWhatItHas() =>
        Assert.Equal(
            Read("", "{}", Ready).Allocatable,
            Read("", "{}", Ready.Replace("\"Ready\",\"status\":\"True\"", "\"Ready\",\"status\":\"Unknown\"", StringComparison.Ordinal)).Allocatable);

    [Fact]
    public void IsSame_EachDifference_IsSeen()
    {
        var node = Read("", "{}", Ready);
        Assert.True(NodeReader.IsSame(node, Read("", "{}", Ready)));
        Assert.False(NodeReader.IsSame(node, node with { Schedulable = false }));
        Assert.False(NodeReader.IsSame(node, node with { Foreign = ResourceVector.Of(("cpu", 1)) }));
        Assert.False(NodeReader.IsSame(node, node with { Allocatable = ResourceVector.Empty }));
        Assert.False(NodeReader.IsSame(node, node with { Labels = node.Labels.SetItem("zone", "b") }));
        Assert.False(NodeReader.IsSame(node, node with { Taints = [new Taint("a", "", "NoSchedule")] }));
    }

    private static NodeInfo Read(string metadata, string spec, string status) => JsonSerializer.Deserialize(
        $$$"""{"metadata":{"name":"n-1","uid":"u-1","resourceVersion":"3","labels":{"zone":"a"}{{{metadata}}}},"spec":{{{spec}}},"status":{{{status}}}}""",
        GatewayJson.Default.ObservedNode)!.Info;
}
