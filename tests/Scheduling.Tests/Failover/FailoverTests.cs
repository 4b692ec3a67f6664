using Muster.Contracts;
using static Muster.Contracts.ClusterHealth;

namespace Muster.Scheduling.Tests;

/// <summary>When a cluster counts as lost and as back, when its jobs move, and which pods are whose.</summary>
public sealed class FailoverTests
{
    private static readonly HeartbeatLimits Limits = new(Seconds(10), Seconds(40), Seconds(30));

    [Theory]
    [InlineData(Unknown, 0, Unknown)]
    [InlineData(Unknown, 39, Unknown)]
    [InlineData(Unknown, 40, Lost)]
    [InlineData(Ready, 9, Ready)]
    [InlineData(Ready, 10, Suspect)]
    [InlineData(Ready, 40, Lost)]
    [InlineData(Suspect, 5, Suspect)]
    [InlineData(Suspect, 40, Lost)]
    [InlineData(Healing, 39, Healing)]
    [InlineData(Healing, 40, Lost)]
    [InlineData(Lost, 0, Lost)]
    [InlineData(Lost, 400, Lost)]
    public void OnSilence_EveryHealth_HasItsPatience(ClusterHealth health, int silence, ClusterHealth expected) =>
        Assert.Equal(expected, new Heartbeats(health, Seconds(100), null).OnSilence(Seconds(100 + silence), Limits).Health);

    [Theory]
    [InlineData(Unknown, Healing)]
    [InlineData(Ready, Ready)]
    [InlineData(Suspect, Ready)]
    [InlineData(Healing, Healing)]
    [InlineData(Lost, Lost)]
    public void OnBeat_EveryHealth_HasItsNext(ClusterHealth health, ClusterHealth expected) =>
        Assert.Equal(expected, new Heartbeats(health, Seconds(100), null).OnBeat(Seconds(101), Limits).Health);

    [Fact]
    public void OnHealed_OnlyAHealingCluster_BecomesReady()
    {
        foreach (var health in Enum.GetValues<ClusterHealth>())
            Assert.Equal(health == Healing ? Ready : health, new Heartbeats(health, default, null).OnHealed().Health);
    }

    [Fact]
    public void Heartbeats_LostCluster_IsBackAfterBeatsWithoutAGap()
    {
        var beats = Heartbeats.Begin(Seconds(0)).OnSilence(Seconds(40), Limits);
        Assert.Equal(Lost, beats.Health);

        Assert.Equal([Lost, Lost, Lost, Lost, Healing, Healing], Beat(ref beats, 100, 109, 118, 127, 130, 131));
    }

    [Fact]
    public void Heartbeats_GapWhileComingBack_BeginsAnew()
    {
        var beats = new Heartbeats(Lost, Seconds(0), null);

        // 100 begins; from 108 to 119 nothing; 119 begins again; 149 is 30 s later.
        Assert.Equal([Lost, Lost, Lost, Lost, Lost, Lost, Healing], Beat(ref beats, 100, 108, 119, 128, 137, 146, 149));
    }

    [Theory]
    [InlineData(20)]
    [InlineData(35)]
    [InlineData(60)]
    public void Heartbeats_Flapping_NeitherLosesWhatBeatsNorHealsWhatDoesNot(int period)
    {
        var ready = new Heartbeats(Ready, Seconds(0), null);
        var lost = new Heartbeats(Lost, Seconds(-100), null);
        for (var now = 1; now < 2000; now++)
        {
            ready = now % period == 0 ? ready.OnBeat(Seconds(now), Limits) : ready.OnSilence(Seconds(now), Limits);
            lost = now % period == 0 ? lost.OnBeat(Seconds(now), Limits) : lost.OnSilence(Seconds(now), Limits);
            // One beat in so long is a sign of life, but not of health.
            Assert.Equal(Lost, lost.Health);
            if (period < 40)
                Assert.NotEqual(Lost, ready.Health);
        }
        Assert.Equal(period > 40, ready.Health == Lost);
    }

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
    public void Permit_HalfOfTheClustersSilent_IsRefused(string healths, int jobs)
    {
        var fleet = healths.Split(' ').Select(static (h, i) => (new ClusterName($"c{i}"), Enum.Parse<ClusterHealth>(h))).ToDictionary();

        var permit = FailoverBreaker.Permit(new("c0"), fleet, null, wanted: 5, tokens: 9);

        Assert.Equal((jobs, jobs < 5), (permit.Jobs, permit.Reason is not null));
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

    [Fact]
    public void Judge_EveryStateAttemptAndCluster_HasItsVerdict()
    {
        var (here, elsewhere) = (new ClusterName("here"), new ClusterName("elsewhere"));
        var (first, second) = (Attempt.Of(1, 1), Attempt.Of(2, 1));
        foreach (var state in Enum.GetValues<JobState>())
            foreach (var placed in new ClusterName?[] { here, elsewhere, null })
                foreach (var seen in new[] { first, second })
                {
                    var current = placed == here && seen == second
                        && state is (JobState.Committed or JobState.Starting or JobState.Running or JobState.Draining or JobState.Fencing);
                    Assert.Equal(current ? PodVerdict.Adopt : PodVerdict.Stop, PodReconciler.Judge(here, seen, state, second, placed));
                }
        Assert.Equal(PodVerdict.Quarantine, PodReconciler.Judge(here, first, null, first, here));
    }

    private static ClusterHealth[] Beat(ref Heartbeats beats, params int[] times)
    {
        var healths = new List<ClusterHealth>();
        foreach (var time in times)
            healths.Add((beats = beats.OnBeat(Seconds(time), Limits)).Health);
        return [.. healths];
    }

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
