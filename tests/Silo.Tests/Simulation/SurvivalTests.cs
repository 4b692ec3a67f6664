using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>A cluster outlives the silo.</summary>
public sealed class SurvivalTests : IDisposable
{
    private readonly ManualTimeProvider _time = new();
    private readonly string _directory = Directory.CreateTempSubdirectory("muster-simulation-").FullName;
    private readonly List<SimulatedCluster> _opened = [];

    private string File => SimulatedCluster.FilePath(_directory, "c")!;

    public void Dispose()
    {
        foreach (var cluster in _opened)
            cluster.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public void Reopen_PodsMeanwhile_HaveGoneOnAtTheirMoments()
    {
        var cluster = Open(_directory);
        var done = cluster.Start(Gangs.Template(duration: "3s"), "n-01", "n-02");
        var failed = cluster.Start(Gangs.Template(duration: "2s", exitCode: "1"), "n-01");
        var running = cluster.Start(Gangs.Template(delay: "2s", duration: "1m"), "n-02");
        var stopped = cluster.Start(Gangs.Template(duration: "1m"), "n-03");
        var unbound = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(), "n-03");
        cluster.Create(unbound);
        cluster.Stop(stopped.Job, stopped.Attempt);
        var began = _time.GetUtcNow();
        cluster.Dispose();
        _time.Advance(TimeSpan.FromSeconds(30));

        cluster = Open(_directory);
        Assert.All(cluster.Pods(done), p => Assert.Equal(PodPhase.Succeeded, p.Phase));
        Assert.Equal((PodPhase.Failed, "exit code 1"), (cluster.Pods(failed)[0].Phase, cluster.Pods(failed)[0].Message));
        Assert.Equal(PodPhase.Running, cluster.Pods(running)[0].Phase);
        Assert.Empty(cluster.Pods(stopped));
        Assert.Equal(PodPhase.Unbound, cluster.Pods(unbound)[0].Phase);
        Assert.Equal(
            [(2.0, RunEnding.Failed), (3, RunEnding.Succeeded), (3, RunEnding.Succeeded), (0.2, RunEnding.Stopped)],
            cluster.ReadRuns().Where(r => r.Ended is not null).OrderBy(r => r.Node).ThenBy(r => r.Ended)
                .Select(r => ((r.Ended!.Value - began).TotalSeconds, r.Ending)));
        Assert.Equal(began + TimeSpan.FromSeconds(2), cluster.ReadRuns().Single(r => r.Job == running.Job).Started);

        _time.Advance(TimeSpan.FromSeconds(32));
        Assert.Equal(PodPhase.Succeeded, cluster.Pods(running)[0].Phase);
    }

    [Fact]
    public void Kill_AfterAnyOperation_WhatWasAnsweredIsThere()
    {
        var cluster = Open(_directory);
        var gang = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(duration: "1m"), "n-01", "n-02");
        var pods = cluster.Create(gang);
        Assert.Equal(pods.Select(p => p.Uid), AfterKill().Pods(gang).Select(p => p.Uid));
        cluster.Bind(gang.Job, gang.Attempt, Gangs.Bindings(gang, pods));
        Assert.All(AfterKill().Pods(gang), p => Assert.Equal(PodPhase.Running, p.Phase));
        cluster.LoseNode("n-02");
        cluster.SetForeign("n-03", ResourceVector.Of((ResourceNames.Cpu, 1000)));
        Assert.Equal([true, false, true, true], AfterKill().List().Nodes.Select(n => n.Schedulable));
        Assert.Equal(1000, AfterKill().List().Nodes[2].Foreign[ResourceNames.Cpu]);
        cluster.Stop(gang.Job, gang.Attempt);
        Assert.All(AfterKill().Pods(gang), p => Assert.True(p.Terminating));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.Empty(AfterKill().Pods(gang));
        Assert.Equal(["n-01", "n-03", "n-04"], AfterKill().List().Nodes.Select(n => n.Name));
        Assert.Throws<BindingRefusedException>(() => AfterKill().Create(gang));
    }

    [Fact]
    public void Reopen_Always_IsTheSameClusterWithTheSameBooks()
    {
        var cluster = Open(_directory);
        cluster.Start(Gangs.Template(cpu: "4", duration: "1m"), "n-01");
        var before = cluster.List();
        var incarnation = cluster.Incarnation;
        cluster.Dispose();
        cluster = Open(_directory);
        Assert.Equal(incarnation, cluster.Incarnation);
        Assert.Equal(before.Revision, cluster.List().Revision);
        Assert.Equal(before.Pods.AsEnumerable(), cluster.List().Pods);
        Assert.Equal(PodPhase.Rejected, cluster.Pods(cluster.Start(Gangs.Template(), "n-01"))[0].Phase);
    }

    [Fact]
    public async Task Reopen_AWatch_GoesOnWhereItWas()
    {
        var cluster = Open(_directory);
        var gang = cluster.Start(Gangs.Template(duration: "1s"), "n-01");
        var revision = cluster.List().Revision;
        cluster.Dispose();
        _time.Advance(TimeSpan.FromSeconds(5));
        cluster = Open(_directory);
        await foreach (var e in cluster.WatchAsync(revision, TestContext.Current.CancellationToken))
        {
            Assert.Equal((gang.Pods[0].Name, PodPhase.Succeeded), (e.Pod?.Name, e.Pod?.Phase));
            break;
        }
    }

    [Fact]
    public void Open_DeletedFile_IsAnotherCluster()
    {
        var cluster = Open(_directory);
        var incarnation = cluster.Incarnation;
        cluster.Dispose();
        foreach (var file in Directory.GetFiles(_directory))
            System.IO.File.Delete(file);
        Assert.NotEqual(incarnation, Open(_directory).Incarnation);
    }

    [Fact]
    public void Open_FewerNodes_PodsOfTheOthersAreLost()
    {
        var cluster = Open(_directory);
        var gang = cluster.Start(Gangs.Template(duration: "1m"), "n-01", "n-04");
        cluster.Dispose();
        cluster = Open(_directory, nodes: 2);
        Assert.Equal("n-01", Assert.Single(cluster.Pods(gang)).Node);
        Assert.Equal(RunEnding.NodeLost, cluster.ReadRuns().Single(r => r.Node == "n-04").Ending);
    }

    [Fact]
    public void Open_Twice_SaysWhoseItIs()
    {
        Open(_directory);
        Assert.Contains("in use by another process", Assert.Throws<IOException>(() => Open(_directory)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void RunLedger_OfAnOpenCluster_CanBeReadFromOutside()
    {
        var cluster = Open(_directory);
        for (var i = 0; i < 3; i++)
        {
            cluster.Start(Gangs.Template(duration: "1s"), "n-01", "n-02");
            Assert.Equal(cluster.ReadRuns().AsEnumerable(), RunLedger.Read(File));
            _time.Advance(TimeSpan.FromSeconds(1));
            Assert.All(RunLedger.Read(File), r => Assert.Equal(RunEnding.Succeeded, r.Ending));
        }
        Assert.Equal(cluster.Machines().AsEnumerable(), RunLedger.ReadMachines(File));
        cluster.Dispose();
        Assert.Equal(6, RunLedger.Read(File).Length);
    }

    private SimulatedCluster Open(string directory, int nodes = 4)
    {
        var cluster = TestClusters.Open(_time, TestClusters.Options(directory, nodes));
        _opened.Add(cluster);
        return cluster;
    }

    // What kill -9 leaves is what the operating system has of the files at that moment.
    private SimulatedCluster AfterKill()
    {
        var copy = Directory.CreateDirectory(Path.Combine(_directory, Guid.NewGuid().ToString("N"))).FullName;
        foreach (var suffix in new[] { "", "-wal" })
            System.IO.File.Copy(File + suffix, SimulatedCluster.FilePath(copy, "c") + suffix);
        return Open(copy);
    }
}
