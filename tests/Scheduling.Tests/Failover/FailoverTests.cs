using Muster.Contracts;
using static Muster.Contracts.ClusterHealth;

namespace Muster.Scheduling.Tests;

/// <summary>When the jobs of a cluster may move.</summary>
public sealed class FailoverTests
{
    [Theory]
    [InlineData("Lost", 0)]
    [InlineData("Lost Ready", 5)]
    [InlineData("Lost Lost", 0)]
    [InlineData("Lost Suspect", 0)]
    [InlineData("Lost Unknown", 0)]
    [InlineData("Lost Healing", 5)]
    [InlineData("Lost Ready Ready", 5)]
    [InlineData("Lost Lost Ready", 0)]
    [InlineData("Lost Ready Ready Ready", 5)]
    [InlineData("Lost Lost Ready Ready", 0)]
    [InlineData("Lost Suspect Ready Ready", 0)]
    [InlineData("Lost Lost Ready Ready Ready", 5)]
    [InlineData("Lost Lost Lost Ready Ready", 0)]
    [InlineData("Lost Unauthorized Ready", 5)]
    [InlineData("Lost Unauthorized Unauthorized", 0)]
    [InlineData("Lost Lost Unauthorized Ready", 0)]
    [InlineData("Lost Lost Unauthorized Ready Ready Ready", 5)]
    [InlineData("Replaced", 0)]
    [InlineData("Replaced Ready", 5)]
    [InlineData("Replaced Replaced Ready Ready", 0)]
    [InlineData("Lost Replaced Ready", 0)]
    public void Permit_HalfOfTheClustersSilent_IsRefused(string healths, int jobs)
    {
        var fleet = healths.Split(' ').Select(static (h, i) => (new ClusterName($"c{i}"), Enum.Parse<ClusterHealth>(h))).ToDictionary();

        var permit = FailoverBreaker.Permit(new("c0"), fleet, null, wanted: 5, tokens: 9);

        Assert.Equal((jobs, jobs < 5), (permit.Jobs, permit.Reason is not null));
    }

    [Fact]
    public void MayLeave_OnlyWhereTheClusterIsGone()
    {
        foreach (var health in Enum.GetValues<ClusterHealth>())
            Assert.Equal(health is Lost or Replaced, FailoverBreaker.MayLeave(health));
    }

    [Theory]
    [InlineData(null, 5, 9, 5, null)]
    [InlineData("c0", 5, 5, 5, null)]
    [InlineData("c1", 5, 9, 0, "jobs of cluster c1 are failing over first")]
    [InlineData(null, 5, 3, 3, "the rate of failover is limited")]
    [InlineData(null, 5, 0, 0, "the rate of failover is limited")]
    [InlineData(null, 5, -2, 0, "the rate of failover is limited")]
    [InlineData(null, 0, 0, 0, null)]
    public void Permit_OneOfThreeLost_IsOneWaveAtItsRate(string? active, int wanted, int tokens, int jobs, string? reason)
    {
        var fleet = new Dictionary<ClusterName, ClusterHealth> { [new("c0")] = Lost, [new("c1")] = Ready, [new("c2")] = Ready };

        Assert.Equal(new FailoverPermit(jobs, reason), FailoverBreaker.Permit(new("c0"), fleet, active is null ? null : new(active), wanted, tokens));
    }
}
