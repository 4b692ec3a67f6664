using System.Globalization;

namespace Muster.Cli;

/// <summary>How much of something is used, as a percentage; on a terminal with a bar before it.</summary>
internal static class UsageCell
{
    private const int Width = 10;

    public static Cell Of(long used, long? capacity, bool bar)
    {
        if (capacity is not > 0)
            return "";
        var percent = (long)Math.Round(100m * used / capacity.Value);
        var tone = percent switch { >= 100 => Tone.Bad, >= 80 => Tone.Waiting, _ => Tone.Good };
        var text = string.Create(CultureInfo.InvariantCulture, $"{percent}%");
        return bar ? new Cell($"{Bar(percent)} {text}", tone) : text;
    }

    private static string Bar(long percent)
    {
        var full = (int)Math.Clamp((percent * Width + 50) / 100, 0, Width);
        return new string('█', full) + new string('░', Width - full);
    }
}
