using System.Buffers;
using System.Globalization;

namespace Muster.Client;

/// <summary>Reads durations as Kubernetes' objects have them: <c>1h30m</c>, <c>1.5h</c>, <c>90s</c>.</summary>
internal static class GoDuration
{
    private const int MaxLength = 32;

    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    /// <summary>Whole seconds, rounded up.</summary>
    public static bool TrySeconds(string text, out long seconds)
    {
        var total = 0m;
        var rest = text.AsSpan();
        seconds = 0;
        if (rest.Length is 0 or > MaxLength)
            return false;
        while (rest.Length > 0)
        {
            var digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0 || !decimal.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
                || number > int.MaxValue || !TryUnit(ref rest, digits, out var unit))
                return false;
            total += number * unit;
        }
        seconds = (long)decimal.Ceiling(total);
        return true;
    }

    private static bool TryUnit(ref ReadOnlySpan<char> rest, int start, out decimal unit)
    {
        var tail = rest[start..];
        var length = tail.IndexOfAny(Digits);
        var name = length < 0 ? tail : tail[..length];
        unit = name switch { "h" => 3600m, "m" => 60m, "s" => 1m, "ms" => 0.001m, _ => 0m };
        rest = tail[name.Length..];
        return unit > 0;
    }
}
