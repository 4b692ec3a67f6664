using Muster.Contracts;
using static Muster.Contracts.ClusterHealth;

namespace Muster.Scheduling.Tests;

/// <summary>When a cluster counts as late, as lost, as closed to us, and as back. Time is virtual.</summary>
public sealed class HeartbeatTests
{
    private static readonly HeartbeatLimits Limits = new(Seconds(10), Seconds(40), Seconds(30));

    // Rows: the health before. Columns: what happens. "back" is a heartbeat at the end of 30 s of them.
    private const string Table = """
                     beat         back    9 s     10 s    39 s    40 s unauthorized replaced healed
        Unknown      Healing      Healing Unknown Unknown Unknown Lost Unauthorized Replaced Unknown
        Ready        Ready        Ready   Ready   Suspect Suspect Lost Unauthorized Replaced Ready
        Suspect      Suspect      Ready   Suspect Suspect Suspect Lost Unauthorized Replaced Suspect
        Lost         Lost         Healing Lost    Lost    Lost    Lost Unauthorized Replaced Lost
        Healing      Healing      Healing Healing Healing Healing Lost Unauthorized Replaced Ready
        Unauthorized Unauthorized Healing Unauthorized Unauthorized Unauthorized Lost Unauthorized Replaced Unauthorized
        Replaced     Replaced     Healing Replaced Replaced Replaced Lost Unauthorized Replaced Replaced
        """;

    private static readonly (string Name, Func<Heartbeats, Heartbeats> Happen)[] Inputs =
    [
        ("beat", static h => h.OnBeat(Seconds(101), Limits)),
        ("back", static h => (h with { BackSince = Seconds(71) }).OnBeat(Seconds(101), Limits)),
        ("9 s", static h => h.OnSilence(Seconds(109), Limits)),
        ("10 s", static h => h.OnSilence(Seconds(110), Limits)),
        ("39 s", static h => h.OnSilence(Seconds(139), Limits)),
        ("40 s", static h => h.OnSilence(Seconds(140), Limits)),
        ("unauthorized", static h => h.OnUnauthorized(Seconds(101))),
        ("replaced", static h => h.OnReplaced(Seconds(101))),
        ("healed", static h => h.OnHealed()),
    ];

    [Fact]
    public void Heartbeats_EveryHealthAndInput_IsAsPinned()
    {
        var rows = Table.Split('\n').Skip(1).Select(static r => r.Split(' ', StringSplitOptions.RemoveEmptyEntries)).ToArray();
        Assert.Equal(Enum.GetNames<ClusterHealth>().Order(), rows.Select(static r => r[0]).Order());
        foreach (var row in rows)
            foreach (var (expected, input) in row.Skip(1).Zip(Inputs))
                Assert.True(
                    expected == input.Happen(new(Enum.Parse<ClusterHealth>(row[0]), Seconds(100), null)).Health.ToString(),
                    $"{input.Name} while {row[0]}: not {expected}");
        Assert.All(rows, static r => Assert.Equal(Inputs.Length + 1, r.Length));
    }

    [Theory]
    [InlineData(Lost, Healing)]
    [InlineData(Unauthorized, Healing)]
    [InlineData(Replaced, Healing)]
    [InlineData(Suspect, Ready)]
    public void OnBeat_AfterTrouble_IsBackAfterBeatsWithoutAGap(ClusterHealth health, ClusterHealth after)
    {
        var beats = new Heartbeats(health, Seconds(95), null);
        Assert.Equal([health, health, health, health, after, after], Beat(ref beats, 100, 109, 118, 127, 130, 131));
    }

    [Fact]
    public void OnBeat_GapWhileComingBack_BeginsAnew()
    {
        var beats = new Heartbeats(Lost, Seconds(0), null);

        // 100 begins; from 108 to 119 nothing; 119 begins again; 149 is 30 s later.
        Assert.Equal([Lost, Lost, Lost, Lost, Lost, Lost, Healing], Beat(ref beats, 100, 108, 119, 128, 137, 146, 149));
    }

    [Fact]
    public void OnUnauthorized_WhileComingBack_BeginsAnew()
    {
        var beats = new Heartbeats(Unauthorized, Seconds(95), null);
        Beat(ref beats, 100, 109, 118, 127);
        beats = beats.OnUnauthorized(Seconds(128));
        Assert.Equal([Unauthorized, Unauthorized, Unauthorized, Unauthorized, Healing], Beat(ref beats, 130, 138, 146, 154, 160));
    }

    [Fact]
    public void OnUnauthorized_ForAWeek_IsNeverLost()
    {
        var beats = Heartbeats.Begin(Seconds(0));
        for (var now = 2; now < 7 * 24 * 3600; now += 2)
        {
            beats = beats.OnUnauthorized(Seconds(now)).OnSilence(Seconds(now + 1), Limits);
            Assert.Equal(Unauthorized, beats.Health);
        }
    }

    [Theory]
    [InlineData(20)]
    [InlineData(35)]
    [InlineData(60)]
    public void Heartbeats_OneBeatInSoLong_NeitherLosesWhatBeatsNorHealsWhatDoesNot(int period)
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
    [InlineData(20)]
    [InlineData(30)]
    [InlineData(45)]
    [InlineData(58)]
    public void Heartbeats_FlappingWithThisPeriod_ChangeOnceAndThenStay(int period)
    {
        foreach (var trouble in new Func<Heartbeats, int, Heartbeats>[]
        {
            static (h, now) => h.OnSilence(Seconds(now), Limits),
            static (h, now) => h.OnUnauthorized(Seconds(now)),
            static (h, now) => h.OnReplaced(Seconds(now)),
        })
        {
            var beats = new Heartbeats(Ready, Seconds(0), null);
            var healths = new List<ClusterHealth> { Ready };
            for (var now = 0; now < 3600; now += 2)
            {
                beats = now % period < period / 2 ? beats.OnBeat(Seconds(now), Limits) : trouble(beats, now);
                if (beats.Health != healths[^1])
                    healths.Add(beats.Health);
            }
            Assert.DoesNotContain(Lost, healths);
            Assert.InRange(healths.Count, 1, 2);
        }
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
