using System.Globalization;

namespace Muster.Cli;

/// <summary>Durations as people write them: <c>30s</c>, <c>5m</c>, <c>1h30m</c>, or seconds.</summary>
internal static class DurationText
{
    private static readonly TimeSpan Longest = TimeSpan.FromDays(20); // what timers take

    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = TimeSpan.Zero;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds))
            return TryAdd(seconds, 1, ref duration);
        var digits = 0;
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
                continue;
            var unit = text[i] switch { 's' => 1, 'm' => 60, 'h' => 3600, 'd' => 86_400, _ => 0 };
            if (unit == 0 || !long.TryParse(text.AsSpan(digits, i - digits), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || !TryAdd(number, unit, ref duration))
                return false;
            digits = i + 1;
        }
        return text.Length > 0 && digits == text.Length;
    }

    private static bool TryAdd(long number, int unit, ref TimeSpan duration)
    {
        if (number > Longest.TotalSeconds / unit)
            return false;
        duration += TimeSpan.FromSeconds(number * unit);
        return duration <= Longest;
    }
}
