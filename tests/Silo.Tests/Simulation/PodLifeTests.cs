using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Pods' lives in a simulated cluster.</summary>
public sealed class PodLifeTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly SimulatedCluster _cluster;

    public PodLifeTests() => _cluster = TestClusters.Open(_time);

    public void Dispose() => _cluster.Dispose();

    [Theory]
    [InlineData(null, 5000)]
    [InlineData("500ms", 500)]
    [InlineData("4s", 4000)]
    [InlineData("1.5s", 1500)]
    [InlineData("1m", 60_000)]
    [InlineData("2h", 7_200_000)]
    [InlineData("24h", 86_400_000)]
    public void Duration_OfTheTemplate_IsExact(string? duration, int milliseconds)
    {
        var gang = _cluster.Start(Gangs.Template(duration: duration), "n-01");
        Pass(milliseconds - 1);
        Assert.Equal(PodPhase.Running, Only(gang).Phase);
        Pass(1);
        Assert.Equal(PodPhase.Succeeded, Only(gang).Phase);
        var run = Assert.Single(_cluster.ReadRuns());
        Assert.Equal((RunEnding.Succeeded, TimeSpan.FromMilliseconds(milliseconds)), (run.Ending, run.Ended - run.Started));
    }

    [Theory]
    [InlineData("4 s", null, null)]
    [InlineData("25h", null, null)]
    [InlineData("-1s", null, null)]
    [InlineData("", null, null)]
    [InlineData("1e3s", null, null)]
    [InlineData(null, "soon", null)]
    [InlineData(null, null, "one")]
    [InlineData(null, null, "-1")]
    public void Annotations_Unreadable_FailThePodAndSayWhy(string? duration, string? delay, string? exitCode)
    {
        var gang = _cluster.Start(Gangs.Template(duration: duration, delay: delay, exitCode: exitCode), "n-01");
        var pod = Only(gang);
        Assert.Equal(PodPhase.Failed, pod.Phase);
        Assert.Contains("simulation.muster.dev/", pod.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void StartDelay_OfTheTemplate_IsExact()
    {
        var gang = _cluster.Start(Gangs.Template(delay: "300ms", duration: "1s"), "n-01");
        Pass(299);
        Assert.Equal(PodPhase.Bound, Only(gang).Phase);
        Pass(1);
        Assert.Equal(PodPhase.Running, Only(gang).Phase);
        Pass(1000);
        Assert.Equal(PodPhase.Succeeded, Only(gang).Phase);
    }

    [Fact]
    public void ExitCode_NotZero_Fails()
    {
        var gang = _cluster.Start(Gangs.Template(exitCode: "3", duration: "1s"), "n-01");
        Pass(1000);
        Assert.Equal((PodPhase.Failed, "exit code 3"), (Only(gang).Phase, Only(gang).Message));
        Assert.Equal(RunEnding.Failed, Assert.Single(_cluster.ReadRuns()).Ending);
    }

    [Fact]
    public void Stop_Running_RunsOnForTheGracePeriod()
    {
        var gang = _cluster.Start(Gangs.Template(duration: "1m"), "n-01");
        Pass(1000);
        _cluster.Stop(gang.Job, gang.Attempt);
        Pass(199);
        Assert.Equal((PodPhase.Running, true), (Only(gang).Phase, Only(gang).Terminating));
        // A second stop does not begin a second grace period.
        _cluster.Stop(gang.Job, gang.Attempt);
        Pass(1);
        Assert.Empty(_cluster.Pods(gang));
        var run = Assert.Single(_cluster.ReadRuns());
        Assert.Equal((RunEnding.Stopped, TimeSpan.FromMilliseconds(1200)), (run.Ending, run.Ended - run.Started));
        Assert.Equal(run.Started + TimeSpan.FromSeconds(1), run.StopAsked);
    }

    [Fact]
    public void Stop_EndsWithinTheGracePeriod_HasSucceeded()
    {
        var gang = _cluster.Start(Gangs.Template(duration: "100ms"), "n-01");
        _cluster.Stop(gang.Job, gang.Attempt);
        Pass(100);
        Assert.Empty(_cluster.Pods(gang));
        Assert.Equal(RunEnding.Succeeded, Assert.Single(_cluster.ReadRuns()).Ending);
    }

    [Fact]
    public void Stop_BoundAndNotStarted_NeverStartsAndHoldsItsPlaceForTheGracePeriod()
    {
        var gang = _cluster.Start(Gangs.Template(cpu: "4", delay: "100ms"), "n-01");
        _cluster.Stop(gang.Job, gang.Attempt);
        Pass(150);
        Assert.Equal((PodPhase.Bound, true), (Only(gang).Phase, Only(gang).Terminating));
        Assert.Equal(PodPhase.Rejected, Only(_cluster.Start(Gangs.Template(cpu: "1"), "n-01")).Phase);
        Pass(50);
        Assert.Empty(_cluster.Pods(gang));
        Assert.Null(_cluster.ReadRuns().Single(r => r.Job == gang.Job).Started);
    }

    [Fact]
    public void Create_StoppedAttempt_IsRefusedAlsoAfterCleanUp()
    {
        var gang = _cluster.Start(Gangs.Template(duration: "1s"), "n-01");
        Pass(1000);
        _cluster.CleanUp(gang.Job, gang.Attempt);
        Assert.Throws<BindingRefusedException>(() => _cluster.Create(gang));
        Assert.Single(_cluster.Create(Gangs.Plan(gang.Job, Gangs.Second, Gangs.Template(), "n-01")));
    }

    [Fact]
    public void Create_NameOfAnotherAttempt_IsRefusedWhole()
    {
        var gang = _cluster.Start(Gangs.Template(), "n-01");
        var other = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(), "n-02", "n-03");
        other = other with { Pods = other.Pods.SetItem(1, other.Pods[1] with { Name = gang.Pods[0].Name }) };
        Assert.Throws<BindingRefusedException>(() => _cluster.Create(other));
        Assert.Empty(_cluster.Pods(other));
    }

    [Fact]
    public void Create_SameNameInAnotherNamespace_IsAnotherPod()
    {
        var gang = _cluster.Start(Gangs.Template(), "n-01");
        var other = gang with { Job = gang.Job with { Namespace = "other" } };
        Assert.NotEqual(Only(gang).Uid, Assert.Single(_cluster.Create(other)).Uid);
    }

    [Fact]
    public void CleanUp_SomeRun_RemovesOnlyTheEnded()
    {
        var gang = _cluster.Start(Gangs.Template(duration: "1m"), "n-01", "n-02");
        _cluster.RejectNext(1);
        var other = _cluster.Start(Gangs.Template(duration: "1m"), "n-01", "n-02");
        _cluster.CleanUp(other.Job, other.Attempt);
        Assert.Equal(PodPhase.Running, Assert.Single(_cluster.Pods(other)).Phase);
        _cluster.CleanUp(gang.Job, gang.Attempt);
        Assert.Equal(2, _cluster.Pods(gang).Length);
    }

    [Fact]
    public void DeletePod_BySomebodyElse_EndsItWithinTheGracePeriod()
    {
        var gang = _cluster.Start(Gangs.Template(duration: "1m"), "n-01", "n-02");
        _cluster.DeletePod(gang.Job.Namespace, gang.Pods[0].Name);
        Pass(200);
        Assert.Equal(gang.Pods[1].Name, Only(gang).Name);
        _cluster.DeletePod(gang.Job.Namespace, "unknown");
    }

    [Fact]
    public void Create_NoPodTemplate_IsInvalid()
    {
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, new PodTemplate("""{"spec": {"containers": 3}}"""), "n-01");
        Assert.Throws<InvalidRequestException>(() => _cluster.Create(plan));
        Assert.Throws<InvalidRequestException>(() => _cluster.Create(Gangs.Plan(plan.Job, Gangs.First, new PodTemplate("{"), "n-01")));
    }

    [Fact]
    public void Clock_SetBack_UndoesNothing()
    {
        var gang = _cluster.Start(Gangs.Template(duration: "1s"), "n-01");
        Pass(1000);
        _time.Advance(TimeSpan.FromMinutes(-10));
        Assert.Equal(PodPhase.Succeeded, Only(gang).Phase);
        var later = _cluster.Start(Gangs.Template(duration: "1s"), "n-01");
        Assert.All(_cluster.ReadRuns(), r => Assert.True(r.Bound <= r.Started));
        Pass(700_000);
        Assert.Equal(PodPhase.Succeeded, Only(later).Phase);
    }

    private PodObservation Only(GangPlan gang) => Assert.Single(_cluster.Pods(gang));

    private void Pass(int milliseconds) => _time.Advance(TimeSpan.FromMilliseconds(milliseconds));
}
