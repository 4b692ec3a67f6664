using Muster.Contracts;
using static Muster.Scheduling.Tests.Sample;

namespace Muster.Scheduling.Tests;

/// <summary>Which queues make up usable trees.</summary>
public sealed class QueueForestTests
{
    [Fact]
    public void Validate_UsableQueues_HaveNoErrors() =>
        Assert.Empty(QueueForest.Validate([Queue("root"), Queue("a", "root", Gpus(1, 2, 3)), Queue("other")], [Flavor("gpu")]));

    [Theory]
    [InlineData("bad-name", "queues[0].name: 'Bad' is not a name; use lower-case letters, digits and '-', at most 63")]
    [InlineData("parent", "queues[0].parent: there is no queue 'missing'; name a queue that exists, or leave it out")]
    [InlineData("weight", "queues[0].weight: -1 is out of range; use 0 to 1000000")]
    [InlineData("flavor", "queues[0].quotas: there is no flavor 'tpu'; define it under flavors")]
    [InlineData("negative", "queues[0].quotas[gpu].nvidia.com/gpu: an amount is negative; use 0 or more")]
    [InlineData("twice", "queues: 'a' is there 2 times; give each queue a name of its own")]
    [InlineData("flavor-twice", "flavors: 'gpu' is there 2 times; give each flavor a name of its own")]
    [InlineData("ring", "queues[a].parent: its parents form a ring or are too many; build trees of at most 16 queues from root to leaf")]
    [InlineData("quota-twice", "queues[0].quotas: flavor 'gpu' or one of its resources is there more than once; write each flavor once, and each of its resources once")]
    public void Validate_Fault_IsNamedWithItsRemedy(string fault, string expected)
    {
        QueueSpec[] queues = fault switch
        {
            "bad-name" => [Queue("Bad")],
            "parent" => [Queue("a", "missing")],
            "weight" => [Queue("a") with { Weight = -1 }],
            "flavor" => [Queue("a", null, Gpus(1, flavor: "tpu"))],
            "negative" => [Queue("a", null, Gpus(-1))],
            "twice" => [Queue("a"), Queue("a")],
            "ring" => [Queue("a", "b"), Queue("b", "a")],
            "quota-twice" => [Queue("a", null, Gpus(1), Gpus(2))],
            _ => [Queue("a")],
        };
        var errors = QueueForest.Validate(queues, fault == "flavor-twice" ? [Flavor("gpu"), Flavor("gpu")] : [Flavor("gpu")]);

        Assert.Equal(expected, $"{errors[0].Field}: {errors[0].Problem}; {errors[0].Remedy}");
    }

    [Theory]
    [InlineData(QueueSpec.MaxDepth, true)]
    [InlineData(QueueSpec.MaxDepth + 1, false)]
    public void RootOf_DeepTree_IsFoundUpToTheLimit(int depth, bool found)
    {
        QueueSpec[] queues = [Queue("q0"), .. Enumerable.Range(1, depth - 1).Select(static i => Queue($"q{i}", $"q{i - 1}"))];

        Assert.Equal(found ? new QueueName("q0") : null, QueueForest.RootOf($"q{depth - 1}", queues));
        Assert.Equal(found, QueueForest.Validate(queues, []).IsEmpty);
        Assert.Null(QueueForest.RootOf("unknown", queues));
        Assert.True(QueueForest.IsLeaf($"q{depth - 1}", queues));
        Assert.False(QueueForest.IsLeaf("q0", queues));
    }
}
