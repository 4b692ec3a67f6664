using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>What holds in every tree: random shapes, limits and charges.</summary>
public sealed class RandomQuotaTests
{
    private readonly SortedDictionary<string, int> _covered = new(StringComparer.Ordinal);

    [Fact]
    public void RandomTrees_ChargesWithinAvailable_KeepEveryBound()
    {
        for (var seed = 0; seed < 500; seed++)
            Check(new Random(seed));

        Assert.Equal(
            ["borrowed", "deep", "lending limit", "limited by borrowing limit", "local quota kept", "refused", "released"], _covered.Keys);
        Assert.All(_covered, static c => Assert.True(c.Value >= 50, $"{c.Key}: {c.Value}"));
    }

    private void Check(Random random)
    {
        var queues = RandomQueues(random);
        var tree = new QuotaTree(new("q0"), queues, [Flavor("gpu")]);
        var nodes = queues.Select(q => tree.Find(new(q.Name))!).ToArray();
        var leaves = nodes.Where(static n => n.IsLeaf).ToArray();
        Assert.True(tree.Cells.TryNumber("gpu", ResourceNames.Gpu, out var cell));
        Cover("deep", nodes.Any(static n => n.Depth >= 3));
        var empty = Usages(nodes, cell);
        Assert.All(leaves, l => Assert.Equal(l.Potential(cell), l.Available(cell)));
        var jobs = new List<JobId>();
        for (var i = 0; i < 60; i++)
        {
            if (jobs.Count > 0 && random.Next(4) == 0)
            {
                Assert.True(tree.Release(jobs[^1]));
                jobs.RemoveAt(jobs.Count - 1);
                Cover("released");
            }
            else
            {
                Charge(tree, leaves[random.Next(leaves.Length)], cell, 1000 * random.Next(1, 9), jobs);
            }
            CheckBounds(nodes, cell);
        }
        foreach (var job in jobs)
            Assert.True(tree.Release(job));
        Assert.Equal(empty, Usages(nodes, cell));
        Assert.Equal(0, tree.Charged);
    }

    private void Charge(QuotaTree tree, QuotaNode leaf, int cell, long amount, List<JobId> jobs)
    {
        var (before, root) = (leaf.Available(cell), tree.Root.Available(cell));
        if (amount > before)
        {
            Cover("refused");
            Cover("limited by borrowing limit", root >= amount);
            return;
        }
        var job = Id($"job-{tree.Growth}-{jobs.Count}");
        tree.Charge(job, leaf.Name, [new FlavorUsage("gpu", ResourceVector.Of((ResourceNames.Gpu, amount)))]);
        jobs.Add(job);
        Assert.Equal(before - amount, leaf.Available(cell));
        Cover("borrowed", leaf.Usage[cell] > leaf.Subtree[cell]);
    }

    private void CheckBounds(QuotaNode[] nodes, int cell)
    {
        var nominal = nodes.Sum(static n => n.Spec.Quotas[0].Resources[0].Nominal);
        Assert.InRange(nodes.Where(static n => n.IsLeaf).Sum(n => n.Usage[cell]), 0, nominal);
        foreach (var node in nodes)
        {
            Assert.InRange(node.Available(cell), 0, node.Potential(cell));
            Assert.True(node.Potential(cell) <= nominal);
            var quota = node.Spec.Quotas[0].Resources[0];
            if (quota.BorrowingLimit is { } limit && node.Parent is not null)
                Assert.True(node.Usage[cell] <= node.Subtree[cell] + limit);
            // Whatever the others do, local quota is there for those below.
            if (node.Parent is not null)
                Assert.True(node.Available(cell) >= node.Local[cell] - node.Usage[cell]);
            Cover("lending limit", quota.LendingLimit is not null);
            Cover("local quota kept", node.Parent is not null && node.Local[cell] > node.Usage[cell] && node.Parent.Available(cell) == 0);
        }
    }

    private static List<QueueSpec> RandomQueues(Random random)
    {
        var queues = new List<QueueSpec>();
        var count = random.Next(2, 10);
        for (var i = 0; i < count; i++)
            queues.Add(Queue($"q{i}", i == 0 ? null : $"q{random.Next(Math.Max(0, i - 3), i)}", Gpus(
                random.Next(3) == 0 ? 0 : random.Next(1, 12),
                borrowing: random.Next(3) == 0 ? random.Next(6) : null,
                lending: random.Next(3) == 0 ? random.Next(6) : null)));
        return queues;
    }

    private static string Usages(QuotaNode[] nodes, int cell) => string.Join(' ', nodes.Select(n => $"{n.Name}={n.Usage[cell]}/{n.Available(cell)}"));

    private void Cover(string what, bool seen = true)
    {
        if (seen)
            _covered[what] = _covered.GetValueOrDefault(what) + 1;
    }
}
