using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>What fairness promises, up to the size of one job, on random still pictures; and that nobody waits for ever.</summary>
public sealed class FairnessTests
{
    private const int Capacity = 60;

    [Fact]
    public void Plan_QueuesOfOneTree_GetTheirShareAndEnvyNobody()
    {
        var (limited, satisfied) = (0, 0);
        for (var seed = 0; seed < 300; seed++)
        {
            var queues = RandomQueues(new Random(seed));
            var started = Start(queues);
            foreach (var mine in queues)
            {
                if (started[mine.Name] == mine.Wanted)
                {
                    satisfied++;
                    continue;
                }
                limited++;
                // Sharing incentive: with one job more it would have its part of the whole, were that divided evenly.
                Assert.True((started[mine.Name] + 1) * mine.Dominant * queues.Length >= Capacity, $"seed {seed}: {mine} has {started[mine.Name]}");
                // No envy: with what another has, it could not run more than it does, but for the crumbs left at the end.
                foreach (var other in queues)
                    Assert.True(mine.JobsIn(started[other.Name] * other.Cpu, started[other.Name] * other.Gpu) <= started[mine.Name] + 2, $"seed {seed}: {mine} envies {other}");
            }
            Assert.True(queues.Sum(q => started[q.Name] * q.Cpu) <= Capacity && queues.Sum(q => started[q.Name] * q.Gpu) <= Capacity);
        }
        Assert.True(limited > 200 && satisfied > 200, $"{limited} limited, {satisfied} satisfied");
    }

    [Fact]
    public void Plan_QueueBesideOneThatFloods_GetsTheNextPlace()
    {
        var random = new Random(1);
        var scene = new Scene([Queue("root", null, Gpus(8)), Queue("flood", "root"), Queue("quiet", "root")], Flavor("gpu")).Cluster("c1", Node("n1", gpu: 8));
        var running = new List<string>();
        for (var round = 0; round < 200; round++)
        {
            scene.Offer("flood", [.. Enumerable.Range(0, 5).Select(i => Job($"flood-{round}-{i}", Gang(1, gpu: 1), priority: 5, seq: round))]);
            if (round % 10 == 9)
            {
                scene.Offer("quiet", Job($"quiet-{round}", Gang(1, gpu: 1), seq: round));
                running.RemoveAll(static j => j.StartsWith("quiet", StringComparison.Ordinal));
            }
            var ended = running.Count == 0 ? null : running[random.Next(running.Count)];
            if (ended is not null && running.Remove(ended))
                scene.End(ended);
            var admitted = scene.Admit();
            running.AddRange(admitted);
            if (round % 10 == 9)
            {
                Assert.Contains($"quiet-{round}", admitted);
                scene.End($"quiet-{round}");
                running.Remove($"quiet-{round}");
            }
        }
    }

    [Fact]
    public void Plan_LargeHeadOfAStrictQueue_StartsOnceThePlacesAreFree()
    {
        var scene = new Scene([Queue("q") with { Strategy = QueueStrategy.StrictFifo }]).Cluster("c1", Node("n1", gpu: 8));
        scene.Offer("q", [.. Enumerable.Range(0, 8).Select(static i => Job($"small-{i}", Gang(1, gpu: 1), seq: i))]);
        Assert.Equal(8, scene.Admit().Length);
        scene.Offer("q", Job("large", Gang(8, gpu: 1), seq: 100));
        for (var i = 0; i < 8; i++)
        {
            scene.Offer("q", Job($"later-{i}", Gang(1, gpu: 1), seq: 200 + i));
            Assert.Empty(scene.Admit());
            scene.End($"small-{i}");
        }
        Assert.Equal(["large"], scene.Admit());
    }

    private static Dictionary<string, int> Start(RandomQueue[] queues)
    {
        var quota = Quota("gpu",
            new ResourceQuota { Resource = ResourceNames.Cpu, Nominal = Capacity * 1000 }, new ResourceQuota { Resource = ResourceNames.Gpu, Nominal = Capacity * 1000 });
        var scene = new Scene([Queue("root", null, quota), .. queues.Select(static q => Queue(q.Name, "root"))], Flavor("gpu"))
            .Cluster("c1", Node("n1", cpu: 1000, gpu: 1000));
        foreach (var queue in queues)
            scene.Offer(queue.Name, [.. Enumerable.Range(0, queue.Wanted).Select(i => Job($"{queue.Name}-{i}", Gang(1, queue.Cpu, queue.Gpu), seq: i))]);
        return scene.Plan().Admissions.CountBy(static a => a.Leaf.Value).Concat(queues.Select(static q => KeyValuePair.Create(q.Name, 0)))
            .GroupBy(static c => c.Key, static c => c.Value).ToDictionary(static c => c.Key, static c => c.Sum());
    }

    private static RandomQueue[] RandomQueues(Random random) => [.. Enumerable.Range(0, random.Next(2, 6))
        .Select(i => new RandomQueue($"q{i}", random.Next(1, 9), random.Next(1, 9), random.Next(3) == 0 ? random.Next(1, 4) : 60))];

    private sealed record RandomQueue(string Name, int Cpu, int Gpu, int Wanted)
    {
        public int Dominant => Math.Max(Cpu, Gpu);

        public int JobsIn(int cpu, int gpu) => Math.Min(cpu / Cpu, gpu / Gpu);
    }
}
