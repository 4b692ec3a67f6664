using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>What kubelets admit, and what befalls nodes.</summary>
public sealed class KubeletTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly SimulatedCluster _cluster;

    public KubeletTests() => _cluster = TestClusters.Open(_time);

    public void Dispose() => _cluster.Dispose();

    [Fact]
    public void Admit_Full_IsRejectedAndTakesNothing()
    {
        _cluster.Start(Gangs.Template(cpu: "3", duration: "1s"), "n-01");
        var pod = Start("2");
        Assert.Equal(PodPhase.Rejected, pod.Phase);
        Assert.StartsWith("OutOfcpu", pod.Message, StringComparison.Ordinal);
        Assert.Equal(PodPhase.Running, Start("1").Phase);
        Assert.Single(RunLedger.NeverRejected(_cluster.ReadRuns()));
        Assert.Empty(RunLedger.PhysicalFit(_cluster.ReadRuns(), _cluster.Machines()));
    }

    [Fact]
    public void Admit_EndedPods_HoldNothing()
    {
        _cluster.Start(Gangs.Template(cpu: "4", duration: "1s"), "n-01");
        Pass(1000);
        Assert.Equal(PodPhase.Running, Start("4").Phase);
    }

    [Fact]
    public void Admit_TerminatingPods_StillHoldTheirPlaces()
    {
        var gang = _cluster.Start(Gangs.Template(cpu: "4", duration: "1m"), "n-01");
        _cluster.Stop(gang.Job, gang.Attempt);
        Pass(199);
        Assert.Equal(PodPhase.Rejected, Start("1").Phase);
        Pass(1);
        Assert.Equal(PodPhase.Running, Start("4").Phase);
    }

    [Fact]
    public void Admit_TooManyPods_AreRejected()
    {
        var gang = _cluster.Start(Gangs.Template(cpu: "1m", duration: "1m"), Enumerable.Repeat("n-01", 11));
        var rejected = Assert.Single(_cluster.Pods(gang), p => p.Phase == PodPhase.Rejected);
        Assert.StartsWith("OutOfpods", rejected.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Admit_ForeignUsage_CountsForNewPodsOnly()
    {
        var gang = _cluster.Start(Gangs.Template(cpu: "2", duration: "1m"), "n-01");
        _cluster.SetForeign("n-01", ResourceVector.Of((ResourceNames.Cpu, 3000)));
        Assert.Equal(1000, _cluster.List().Nodes.Single(n => n.Name == "n-01").Capacity[ResourceNames.Cpu]);
        Assert.Equal(PodPhase.Running, _cluster.Pods(gang)[0].Phase);
        Assert.Equal(PodPhase.Rejected, Start("1").Phase);
        // What is overfull keeps nobody out who does not ask for it.
        Assert.Equal(PodPhase.Running, Start("0").Phase);
        _cluster.SetForeign("n-01", ResourceVector.Empty);
        Assert.Equal(PodPhase.Running, Start("2").Phase);
    }

    [Theory]
    [InlineData("""{"containers": [{"resources": {"requests": {"cpu": "1"}}}, {"resources": {"limits": {"cpu": 1}}}]}""", 2000)]
    [InlineData("""{"containers": [{"resources": {"requests": {"cpu": "1"}, "limits": {"cpu": "3"}}}]}""", 1000)]
    [InlineData("""{"initContainers": [{"resources": {"requests": {"cpu": "3"}}}], "containers": [{"resources": {"requests": {"cpu": "1"}}}]}""", 3000)]
    [InlineData("""
        {"initContainers": [{"restartPolicy": "Always", "resources": {"requests": {"cpu": "1"}}}, {"resources": {"requests": {"cpu": "2"}}}],
         "containers": [{"resources": {"requests": {"cpu": "500m"}}}], "overhead": {"cpu": "250m"}}
        """, 3250)]
    [InlineData("""{"containers": [{}], "nodeSelector": null}""", 0)]
    public void Requests_OfATemplate_AreCountedAsKubernetesDoes(string spec, long cpu)
    {
        _cluster.Start(Gangs.Template(spec: spec), "n-01");
        var run = Assert.Single(_cluster.ReadRuns());
        Assert.Equal((cpu, 1000), (run.Requests[ResourceNames.Cpu], run.Requests[ResourceNames.Pods]));
    }

    [Fact]
    public void Admit_OtherNodeSelector_IsRejected()
    {
        var template = Gangs.Template(spec: """{"nodeSelector": {"kubernetes.io/hostname": "n-02"}}""");
        var pods = _cluster.Pods(_cluster.Start(template, "n-01", "n-02"));
        Assert.Equal([PodPhase.Rejected, PodPhase.Running], pods.Select(p => p.Phase));
        Assert.StartsWith("NodeAffinity", pods[0].Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RejectNext_SomePods_AreRejectedWhereverTheyGo()
    {
        _cluster.RejectNext(2);
        var pods = _cluster.Pods(_cluster.Start(Gangs.Template(), "n-01", "n-02", "n-03"));
        Assert.Equal([PodPhase.Rejected, PodPhase.Rejected, PodPhase.Running], pods.Select(p => p.Phase));
    }

    [Fact]
    public void Bind_NodeThatIsNotThere_ThePodIsCollected()
    {
        Assert.Empty(_cluster.Pods(_cluster.Start(Gangs.Template(), "n-99")));
        Assert.Empty(_cluster.ReadRuns());
    }

    [Fact]
    public void Cordon_Node_PodsRunOn()
    {
        var gang = _cluster.Start(Gangs.Template(duration: "1s"), "n-01");
        _cluster.Cordon("n-01");
        Assert.False(Node("n-01")!.Schedulable);
        Pass(1000);
        Assert.Equal(PodPhase.Succeeded, _cluster.Pods(gang)[0].Phase);
        _cluster.Cordon("n-01", false);
        Assert.True(Node("n-01")!.Schedulable);
    }

    [Fact]
    public void LoseNode_Pods_StopAtOnceAndAreRemovedWithIt()
    {
        var gang = _cluster.Start(Gangs.Template(duration: "500ms"), "n-01", "n-02");
        _cluster.LoseNode("n-01");
        Assert.False(Node("n-01")!.Schedulable);
        Pass(999);
        // Nobody was there to report that it ended.
        Assert.Equal([PodPhase.Running, PodPhase.Succeeded], _cluster.Pods(gang).Select(p => p.Phase));
        _cluster.Stop(gang.Job, gang.Attempt);
        Assert.True(Assert.Single(_cluster.Pods(gang)).Terminating);
        Pass(1);
        Assert.Null(Node("n-01"));
        Assert.Empty(_cluster.Pods(gang));
        var run = _cluster.ReadRuns().Single(r => r.Node == "n-01");
        Assert.Equal((RunEnding.NodeLost, TimeSpan.Zero), (run.Ending, run.Ended - run.Started));
    }

    [Fact]
    public void ReturnNode_Lost_IsEmptyAndTakesPods()
    {
        var gang = _cluster.Start(Gangs.Template(cpu: "4", duration: "1m"), "n-01");
        _cluster.LoseNode("n-01");
        var waiting = _cluster.Start(Gangs.Template(), "n-01");
        Assert.Equal(PodPhase.Bound, _cluster.Pods(waiting)[0].Phase);
        _cluster.ReturnNode("n-01");
        Assert.Empty(_cluster.Pods(gang));
        Assert.Empty(_cluster.Pods(waiting));
        Assert.True(Node("n-01")!.Schedulable);
        Assert.Equal(PodPhase.Running, Start("4").Phase);
        Pass(2000);
        Assert.NotNull(Node("n-01"));
    }

    [Fact]
    public void Node_Unknown_SaysSo() =>
        Assert.Contains("n-99", Assert.Throws<ArgumentException>(() => _cluster.LoseNode("n-99")).Message, StringComparison.Ordinal);

    private PodObservation Start(string cpu) =>
        Assert.Single(_cluster.Pods(_cluster.Start(Gangs.Template(cpu: cpu, duration: "1m"), "n-01")));

    private NodeInfo? Node(string name) => _cluster.List().Nodes.SingleOrDefault(n => n.Name == name);

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
