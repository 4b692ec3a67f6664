using Muster.Contracts;

namespace Contracts.Tests;

public class ResourceVectorTests
{
    private static readonly ResourceVector Small = ResourceVector.Of(("cpu", 1000), ("memory", 100));

    [Fact]
    public void Of_AnyOrder_IsSortedSummedAndWithoutZeros()
    {
        var vector = ResourceVector.Of(("memory", 5), ("cpu", 1), ("gpu", 0), ("cpu", 2));
        Assert.Equal([new ResourceAmount("cpu", 3), new ResourceAmount("memory", 5)], vector.Entries);
        Assert.Equal(ResourceVector.Of(("cpu", 3), ("memory", 5)), vector);
        Assert.Equal(ResourceVector.Of(("cpu", 3), ("memory", 5)).GetHashCode(), vector.GetHashCode());
    }

    [Fact]
    public void Subtract_Itself_IsEmpty()
    {
        Assert.Equal(ResourceVector.Empty, Small.Subtract(Small));
        Assert.True(Small.Subtract(Small).IsEmpty);
    }

    [Fact]
    public void Add_BeyondTheLargest_Saturates() =>
        Assert.Equal(long.MaxValue, ResourceVector.Of(("cpu", long.MaxValue - 1)).Add(Small)["cpu"]);

    [Fact]
    public void Times_BeyondTheLargest_Saturates() =>
        Assert.Equal(long.MaxValue, ResourceVector.Of(("cpu", long.MaxValue / 2)).Times(3)["cpu"]);

    [Fact]
    public void FitsIn_MissingResource_DoesNotFit()
    {
        Assert.False(Small.FitsIn(ResourceVector.Of(("cpu", 5000))));
        Assert.True(Small.FitsIn(Small));
        Assert.True(ResourceVector.Empty.FitsIn(ResourceVector.Empty));
    }

    [Fact]
    public void Algebra_SeededVectors_KeepsItsLaws()
    {
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
        {
            var (a, b) = (Next(random), Next(random));
            Assert.Equal(a.Add(b), b.Add(a));
            Assert.Equal(a, a.Add(b).Subtract(b));
            Assert.Equal(a.Add(a).Add(a), a.Times(3));
            Assert.True(a.FitsIn(a.Max(b)) && b.FitsIn(a.Max(b)) && a.FitsIn(a.Add(b)));
            Assert.DoesNotContain(a.Subtract(b).Entries, e => e.Amount == 0);
        }
    }

    [Fact]
    public void ToString_Vector_ReadsLikeAManifest() =>
        Assert.Equal("cpu=1500m, memory=64Gi, nvidia.com/gpu=8",
            ResourceVector.Of(("memory", 64L << 30), ("nvidia.com/gpu", 8000), ("cpu", 1500)).ToString());

    private static ResourceVector Next(Random random) =>
        ResourceVector.Of(new[] { "cpu", "memory", "nvidia.com/gpu", "pods" }.Where(_ => random.Next(2) == 0).Select(n => new ResourceAmount(n, random.Next(0, 4))));
}
