using System.Globalization;

namespace Muster.Silo;

/// <summary>
/// What truly happened to a pod on its node, as lines: bound, started, a line for each second, ended. Nothing of it is
/// stored: each line follows from its number. Of the seconds the latest are there.
/// </summary>
internal sealed record PodLog
{
    /// <summary>Seconds that are kept.</summary>
    public const int MaxSeconds = 1_000;

    /// <summary>Longest text of a line, in characters: three bytes each at the most, and the moment, are within 4 KiB.</summary>
    private const int MaxText = 1_000;

    /// <summary>The run that tells; null for a pod that has no node yet, of which there is nothing to tell.</summary>
    public RunRecord? Run { get; init; }

    /// <summary>How it ended, in words that the run does not have; null when they are not known.</summary>
    public string? Message { get; init; }

    /// <summary>True when no line will come any more.</summary>
    public bool HasEnded => Run?.Ended is not null;

    /// <summary>Up to when.</summary>
    public DateTimeOffset Now { get; init; }

    /// <summary>The number after the last line's.</summary>
    public long Count => Heads + Seconds + (HasEnded ? 1 : 0);

    private long Heads => Run is null ? 0 : Run.Started is null ? 1 : 2;

    private long Seconds => Run?.Started is { } started ? Math.Max(0, ((Run.Ended ?? Now) - started).Ticks / TimeSpan.TicksPerSecond) : 0;

    private long Forgotten => Math.Max(0, Seconds - MaxSeconds);

    /// <summary>Number of the first of so many last lines that are kept; of all when it is not said how many.</summary>
    public long First(int? lines)
    {
        if (lines is not { } wanted || wanted >= Count - Forgotten)
            return 0;
        var first = Count - wanted;
        return first >= Heads + Forgotten ? first : first - Forgotten;
    }

    /// <summary>The number itself, or that of the next line that is kept.</summary>
    public long Kept(long number) => number >= Heads && number < Heads + Forgotten ? Heads + Forgotten : number;

    /// <summary>A line, by its number.</summary>
    public string Line(long number)
    {
        var run = Run!;
        if (number == Count - 1 && run.Ended is { } ended)
            return Line(ended, Ending(run));
        return number switch
        {
            0 => Line(run.Bound, $"bound to node {run.Node}"),
            1 => Line(run.Started!.Value, "started"),
            _ => Line(run.Started!.Value.AddSeconds(number - 1), string.Create(CultureInfo.InvariantCulture, $"running for {number - 1} s")),
        };
    }

    private string Ending(RunRecord run) => run.Ending switch
    {
        RunEnding.Succeeded => "ended: exit code 0",
        RunEnding.Failed => $"ended: {Message ?? "it failed"}",
        RunEnding.Stopped => "ended: it was asked to stop",
        RunEnding.NodeLost => "ended: its node was lost",
        _ => $"ended: refused by the kubelet: {Message ?? "no reason is known any more"}",
    };

    private static string Line(DateTimeOffset at, string text)
    {
        var line = new string([.. text.Take(MaxText).Select(static c => char.IsControl(c) ? ' ' : c)]);
        return string.Create(CultureInfo.InvariantCulture, $"{at.UtcDateTime:yyyy-MM-ddTHH:mm:ss.fffZ} {line}");
    }
}
