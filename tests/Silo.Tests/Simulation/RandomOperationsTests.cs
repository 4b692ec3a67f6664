using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Whatever clients and nodes do, the cluster's own physics hold.</summary>
public sealed class RandomOperationsTests
{
    private const int Nodes = 4;
    private const int Steps = 400;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Anything_Random_NeverOverloadsANode(int seed)
    {
        var (runs, machines) = Play(seed);
        Assert.Empty(RunLedger.PhysicalFit(runs, machines));
        // Otherwise nothing has been shown.
        foreach (var ending in Enum.GetValues<RunEnding>().Where(e => e != RunEnding.None))
            Assert.Contains(runs, r => r.Ending == ending);
        Assert.All(runs, r => Assert.True(r.Created <= r.Bound && r.Bound <= (r.Started ?? r.Bound) && (r.Started ?? r.Bound) <= (r.Ended ?? DateTimeOffset.MaxValue)));
        Assert.Equal(runs.Length, runs.Select(r => r.Uid).Distinct().Count());
    }

    [Fact]
    public void Anything_SameSeed_IsTheSameHistory() => Assert.Equal(Play(42).Runs.AsEnumerable(), Play(42).Runs);

    private static (RunRecord[] Runs, NodeCapacity[] Machines) Play(int seed)
    {
        var time = new ManualTimeProvider();
        var random = new Random(seed);
        using var cluster = TestClusters.Open(time, TestClusters.Options(nodes: Nodes));
        var gangs = new List<GangPlan>();
        for (var step = 0; step < Steps; step++)
        {
            Act(cluster, random, gangs, step);
            time.Advance(TimeSpan.FromMilliseconds(random.Next(200)));
        }
        return ([.. cluster.ReadRuns()], [.. cluster.Machines()]);
    }

    private static void Act(SimulatedCluster cluster, Random random, List<GangPlan> gangs, int step)
    {
        var node = NodeName(random);
        switch (random.Next(20))
        {
            case 0:
                cluster.LoseNode(node);
                break;
            case 1 or 2:
                cluster.ReturnNode(node);
                break;
            case 3:
                cluster.SetForeign(node, ResourceVector.Of((ResourceNames.Cpu, random.Next(3) * 1000)));
                break;
            case 4:
                cluster.RejectNext(1);
                break;
            case < 9 when gangs.Count > 0:
                Touch(cluster, random, gangs[^random.Next(1, Math.Min(gangs.Count, 4) + 1)]);
                break;
            default:
                gangs.Add(Start(cluster, random, step));
                break;
        }
    }

    private static void Touch(SimulatedCluster cluster, Random random, GangPlan gang)
    {
        if (random.Next(3) == 0)
            cluster.CleanUp(gang.Job, gang.Attempt);
        else
            cluster.Stop(gang.Job, gang.Attempt);
    }

    private static GangPlan Start(SimulatedCluster cluster, Random random, int step)
    {
        var template = Gangs.Template(
            cpu: $"{random.Next(1, 30) * 100}m", duration: $"{random.Next(3000)}ms", delay: $"{random.Next(300)}ms", exitCode: $"{random.Next(2)}");
        var nodes = Enumerable.Range(0, random.Next(1, 5)).Select(_ => NodeName(random)).ToList();
        return cluster.Start(Gangs.Plan(new JobId("default", $"job-{step}"), Gangs.First, template, nodes));
    }

    private static string NodeName(Random random) => $"n-{random.Next(1, Nodes + 1):00}";
}
