using System.Globalization;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>How long a token is good, as people write it: <c>90d</c>, <c>12h</c>, <c>30m</c>, <c>never</c>.</summary>
internal static class Lifetime
{
    public const string Default = "90d";
    private const int MaxDays = 3660;

    /// <summary>Null for never.</summary>
    /// <exception cref="InvalidRequestException">It is not written so, or longer than ten years.</exception>
    public static TimeSpan? Parse(string text)
    {
        if (text == "never")
            return null;
        var unit = text.Length == 0 ? TimeSpan.Zero : text[^1] switch
        {
            'd' => TimeSpan.FromDays(1),
            'h' => TimeSpan.FromHours(1),
            'm' => TimeSpan.FromMinutes(1),
            's' => TimeSpan.FromSeconds(1),
            _ => TimeSpan.Zero,
        };
        if (unit != TimeSpan.Zero && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number > 0 && number <= TimeSpan.FromDays(MaxDays) / unit)
            return number * unit;
        throw new InvalidRequestException("--expires", $"'{Names.Clip(text)}' is no lifetime", $"write a whole number and d, h, m or s, up to {MaxDays}d, or never");
    }
}
