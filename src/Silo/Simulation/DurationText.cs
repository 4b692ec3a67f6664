using System.Globalization;

namespace Muster.Silo;

/// <summary>Durations as people write them: a number and <c>ms</c>, <c>s</c>, <c>m</c> or <c>h</c>.</summary>
internal static class DurationText
{
    public static bool TryParse(string text, out TimeSpan time)
    {
        time = TimeSpan.Zero;
        var digits = text.AsSpan().TrimEnd("msh");
        var unit = text.AsSpan(digits.Length) switch
        {
            "ms" => TimeSpan.FromMilliseconds(1),
            "s" => TimeSpan.FromSeconds(1),
            "m" => TimeSpan.FromMinutes(1),
            "h" => TimeSpan.FromHours(1),
            _ => TimeSpan.Zero,
        };
        if (unit == TimeSpan.Zero || digits.Length > 9
            || !double.TryParse(digits, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number))
            return false;
        var ticks = number * unit.Ticks;
        if (ticks > SimulationTimings.Longest.Ticks)
            return false;
        time = TimeSpan.FromTicks((long)ticks);
        return true;
    }
}
