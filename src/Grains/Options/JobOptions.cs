namespace Muster.Grains;

/// <summary>How jobs are driven.</summary>
public sealed class JobOptions : IBounded
{
    /// <summary>How long a committed gang may take until every pod runs. Default 30 minutes: image pulls differ.</summary>
    public TimeSpan StartTimeout { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>Wait after the first failed try; doubles with each further one, up to an hour. Default 60 s.</summary>
    public TimeSpan FirstBackoff { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest wait after a placement conflict. Default 2 s.</summary>
    public TimeSpan ConflictBackoff { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>Nodes that are asked at once for one gang. Default 256.</summary>
    public int PrepareFanOut { get; set; } = 256;

    /// <summary>Jobs waiting in a queue above which a job leaves memory once it waits. Default 10: queues may be many.</summary>
    public int KeepActiveBelow { get; set; } = 10;

    /// <inheritdoc/>
    public IEnumerable<string> Problems() =>
    [
        .. Bound.Time(StartTimeout, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1)),
        .. Bound.Time(FirstBackoff, TimeSpan.Zero, TimeSpan.FromHours(1)),
        .. Bound.Time(ConflictBackoff, TimeSpan.FromMilliseconds(20), TimeSpan.FromMinutes(1)),
        .. Bound.Number(PrepareFanOut, 1, 4096),
        .. Bound.Number(KeepActiveBelow, 0, 1_000_000),
    ];
}
