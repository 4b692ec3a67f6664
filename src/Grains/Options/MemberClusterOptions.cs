using Muster.Scheduling;

namespace Muster.Grains;

/// <summary>How member clusters are watched and written to.</summary>
public sealed class MemberClusterOptions : IBounded
{
    /// <summary>How often a cluster is asked for a sign of life. Default 2 s.</summary>
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Silence after which a cluster takes no new work. Default 10 s.</summary>
    public TimeSpan SuspectAfter { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which jobs may fail over. Default 40 s.</summary>
    public TimeSpan LostAfter { get; set; } = TimeSpan.FromSeconds(40);

    /// <summary>How long a cluster that was late, lost, closed to us or replaced has to answer again before it is trusted. Default 30 s.</summary>
    public TimeSpan BackAfter { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Gangs that are being created or bound in one cluster at a time. Default 64.</summary>
    public int MaxDispatches { get; set; } = 64;

    /// <summary>Longest time from reading the record to the last binding. Default 5 s.</summary>
    public TimeSpan BindWindow { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How often every gang's state is told to its job again. Default 30 s.</summary>
    public TimeSpan ResyncInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Jobs of lost clusters that may fail over in a second; 0 pauses failover. Default 10.</summary>
    public int FailoversPerSecond { get; set; } = 10;

    /// <summary>
    /// Attempts that look superseded and are stopped at once in one cluster. When more are found, and more than a twentieth of
    /// what the cluster shows, nothing is stopped until this is raised: it may be the ledger that is wrong. Default 20.
    /// </summary>
    public int MaxSuperseded { get; set; } = 20;

    /// <summary>How often it is written down in a cluster how far the ledger is, if it has moved. Default 10 s.</summary>
    public TimeSpan WitnessInterval { get; set; } = TimeSpan.FromSeconds(10);

    internal HeartbeatLimits Limits => new(SuspectAfter, LostAfter, BackAfter);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        foreach (var problem in Bound.Time(HeartbeatInterval, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1))
            .Concat(Bound.Time(SuspectAfter, HeartbeatInterval, TimeSpan.FromHours(1)))
            .Concat(Bound.Time(LostAfter, SuspectAfter, TimeSpan.FromDays(1)))
            .Concat(Bound.Time(BackAfter, TimeSpan.Zero, TimeSpan.FromHours(1)))
            .Concat(Bound.Number(MaxDispatches, 1, 1024))
            .Concat(Bound.Time(BindWindow, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)))
            .Concat(Bound.Time(ResyncInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1)))
            .Concat(Bound.Number(FailoversPerSecond, 0, 10_000))
            .Concat(Bound.Number(MaxSuperseded, 0, 1_000_000))
            .Concat(Bound.Time(WitnessInterval, TimeSpan.FromMilliseconds(100), TimeSpan.FromHours(1))))
            yield return problem;
    }
}
