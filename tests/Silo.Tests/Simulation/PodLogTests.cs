using System.Text;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>What a simulated pod's log says: what happened to it, and nothing else.</summary>
public sealed class PodLogTests : IDisposable
{
    private readonly SimulatedGateway _simulated = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private ManualTimeProvider Time => _simulated.Time;

    private SimulatedCluster Cluster => _simulated.Cluster;

    public void Dispose() => _simulated.Dispose();

    [Fact]
    public async Task Read_APodThatHasEnded_TellsItsWholeLife()
    {
        var plan = Cluster.Start(Gangs.Template(duration: "2500ms", delay: "1s", exitCode: "3"), "n-01");
        Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(
            [
                "2030-01-01T00:00:00.000Z bound to node n-01",
                "2030-01-01T00:00:01.000Z started",
                "2030-01-01T00:00:02.000Z running for 1 s",
                "2030-01-01T00:00:03.000Z running for 2 s",
                "2030-01-01T00:00:03.500Z ended: exit code 3",
            ],
            await ReadAsync(plan));
    }

    [Theory]
    [InlineData("succeeded", "ended: exit code 0")]
    [InlineData("stopped", "ended: it was asked to stop")]
    [InlineData("node lost", "ended: its node was lost")]
    [InlineData("rejected", "ended: refused by the kubelet: UnexpectedAdmissionError: Allocate failed due to a simulated fault, which is unexpected")]
    public async Task Read_EveryEnding_IsTold(string what, string expected)
    {
        if (what == "rejected")
            Cluster.RejectNext(1);
        var plan = Cluster.Start(Gangs.Template(duration: "500ms"), "n-01");
        if (what == "stopped")
            Cluster.Stop(plan.Job, plan.Attempt);
        if (what == "node lost")
            Cluster.LoseNode("n-01");
        Time.Advance(TimeSpan.FromMilliseconds(600));
        Assert.EndsWith(expected, (await ReadAsync(plan))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_APodThatWasRemoved_IsStillTold()
    {
        var plan = Cluster.Start(Gangs.Template(duration: "1s"), "n-01");
        Time.Advance(TimeSpan.FromSeconds(1));
        Cluster.CleanUp(plan.Job, plan.Attempt);
        Assert.Empty(Cluster.Pods(plan));
        Assert.EndsWith("ended: exit code 0", (await ReadAsync(plan))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_APodWithoutANode_IsEmpty()
    {
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(), "n-01");
        Cluster.Create(plan);
        Assert.Empty(await ReadAsync(plan));
    }

    [Theory]
    [InlineData(0, 0, "", "")]
    [InlineData(1, 1, "running for 3600 s", "running for 3600 s")]
    [InlineData(1000, 1000, "running for 2601 s", "running for 3600 s")]
    [InlineData(1001, 1001, "started", "running for 3600 s")]
    [InlineData(1002, 1002, "bound to node n-01", "running for 3600 s")]
    [InlineData(5000, 1002, "bound to node n-01", "running for 3600 s")]
    [InlineData(null, 1002, "bound to node n-01", "running for 3600 s")]
    public async Task Read_TheLastLines_OfThoseThatAreKept(int? tail, int count, string first, string last)
    {
        var plan = Cluster.Start(Gangs.Template(duration: "2h"), "n-01");
        Time.Advance(TimeSpan.FromHours(1));
        var lines = await ReadAsync(plan, new LogQuery(tail));
        Assert.Equal(count, lines.Count);
        Assert.EndsWith(first, lines.FirstOrDefault(""), StringComparison.Ordinal);
        Assert.EndsWith(last, lines.LastOrDefault(""), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Follow_FromBeforeTheBinding_EndsWithThePodAndMissesNothing()
    {
        var plan = Gangs.Plan(Gangs.NewJob(), Gangs.First, Gangs.Template(duration: "3s"), "n-01");
        var pods = Cluster.Create(plan);
        var reading = ReadAsync(plan, new LogQuery(Follow: true));
        Time.Advance(TimeSpan.FromSeconds(1));
        Cluster.Bind(plan.Job, plan.Attempt, Gangs.Bindings(plan, pods));
        for (var i = 0; i < 10_000 && !reading.IsCompleted; i++)
        {
            Time.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Yield();
        }
        Assert.Equal(
            [
                "2030-01-01T00:00:01.000Z bound to node n-01",
                "2030-01-01T00:00:01.000Z started",
                "2030-01-01T00:00:02.000Z running for 1 s",
                "2030-01-01T00:00:03.000Z running for 2 s",
                "2030-01-01T00:00:04.000Z running for 3 s",
                "2030-01-01T00:00:04.000Z ended: exit code 0",
            ],
            await reading.WaitAsync(TimeSpan.FromSeconds(10), Token));
    }

    [Fact]
    public async Task Follow_Cancelled_Ends()
    {
        var plan = Cluster.Start(Gangs.Template(duration: "1h"), "n-01");
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var lines = _simulated.Gateway.ReadLogAsync(plan.Job, plan.Attempt, plan.Pods[0].Name, new(Follow: true), stop.Token).GetAsyncEnumerator(stop.Token);
        await using (lines)
        {
            Assert.True(await lines.MoveNextAsync());
            Assert.True(await lines.MoveNextAsync());
            var third = lines.MoveNextAsync();
            await stop.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await third);
        }
    }

    [Fact]
    public async Task Read_WhatIsNotThere_SaysSo()
    {
        var plan = Cluster.Start(Gangs.Template(), "n-01");
        var name = plan.Pods[0].Name;
        var fault = await Assert.ThrowsAsync<PodNotFoundException>(() => ReadAsync(plan.Job, plan.Attempt, "nobody' OR 1=1"));
        Assert.Contains("nobody' OR 1=1", fault.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<PodNotFoundException>(() => ReadAsync(plan.Job, Gangs.Second, name));
        await Assert.ThrowsAsync<PodNotFoundException>(() => ReadAsync(Gangs.NewJob(), plan.Attempt, name));
        await Assert.ThrowsAsync<InvalidRequestException>(() => ReadAsync(plan, new LogQuery(-1)));
        _simulated.Faults.Partition = PartitionMode.Refuse;
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => ReadAsync(plan));
    }

    [Fact]
    public async Task Read_AHostileFault_IsCutAndOfOneLine()
    {
        var plan = Cluster.Start(Gangs.Template(duration: "4\n" + new string('\u20ac', 5_000)), "n-01");
        Time.Advance(TimeSpan.FromSeconds(1));
        var line = (await ReadAsync(plan))[^1];
        Assert.InRange(Encoding.UTF8.GetByteCount(line), 50, 4096);
        Assert.DoesNotContain(line, char.IsControl);
    }

    [Fact]
    public async Task Read_OfAClusterForBenches_IsUnavailable()
    {
        var gateway = new NullGateway("null", 1);
        await Assert.ThrowsAsync<LogsUnavailableException>(async () =>
            await gateway.ReadLogAsync(Gangs.NewJob(), Gangs.First, "p", new(), Token).ToListAsync(Token));
    }

    private Task<List<string>> ReadAsync(GangPlan plan, LogQuery? query = null) =>
        ReadAsync(plan.Job, plan.Attempt, plan.Pods[0].Name, query);

    private async Task<List<string>> ReadAsync(JobId job, Attempt attempt, string pod, LogQuery? query = null) =>
        await _simulated.Gateway.ReadLogAsync(job, attempt, pod, query ?? new(), Token).ToListAsync(Token);
}
