using System.Globalization;

namespace Muster.Cli;

/// <summary>Durations in at most two units, as kubectl writes them: <c>5s</c>, <c>2m10s</c>, <c>3h</c>, <c>12d</c>.</summary>
internal static class Age
{
    public static string Of(DateTimeOffset since, DateTimeOffset now) => Of(now - since);

    public static string Of(TimeSpan age)
    {
        var (seconds, minutes, hours, days) = ((long)age.TotalSeconds, (long)age.TotalMinutes, (long)age.TotalHours, (long)age.TotalDays);
        return seconds switch
        {
            < 0 => "0s",
            < 120 => Text(seconds, 's', 0, ' '),
            < 600 => Text(minutes, 'm', seconds % 60, 's'),
            < 3 * 3600 => Text(minutes, 'm', 0, ' '),
            < 8 * 3600 => Text(hours, 'h', minutes % 60, 'm'),
            < 48 * 3600 => Text(hours, 'h', 0, ' '),
            < 8 * 86_400 => Text(days, 'd', hours % 24, 'h'),
            _ => Text(days, 'd', 0, ' '),
        };
    }

    private static string Text(long first, char unit, long second, char secondUnit) =>
        second == 0
            ? string.Create(CultureInfo.InvariantCulture, $"{first}{unit}")
            : string.Create(CultureInfo.InvariantCulture, $"{first}{unit}{second}{secondUnit}");
}
