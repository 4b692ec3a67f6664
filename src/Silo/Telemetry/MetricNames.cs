using System.Globalization;
using System.Text;

namespace Muster.Silo;

/// <summary>From OpenTelemetry's names to those of Prometheus.</summary>
internal static class MetricNames
{
    /// <summary>Longest value of a label, in characters.</summary>
    private const int MaxValue = 256;

    /// <summary><c>muster.job.wait.duration</c> in <c>s</c> becomes <c>muster_job_wait_duration_seconds</c>.</summary>
    public static string Of(string instrument, string? unit, MetricKind kind)
    {
        var name = Identifier(instrument, colons: true);
        if (UnitOf(unit, kind) is { } suffix && !name.EndsWith("_" + suffix, StringComparison.Ordinal))
            name += "_" + suffix;
        return name.EndsWith("_total", StringComparison.Ordinal) ? name[..^"_total".Length] : name;
    }

    /// <summary>The unit as a word; null when it has none, or counts things.</summary>
    public static string? UnitOf(string? unit, MetricKind kind) => unit switch
    {
        null or "" => null,
        ['{', ..] => null,
        "s" => "seconds",
        "ms" => "milliseconds",
        "By" => "bytes",
        "1" => kind == MetricKind.Gauge ? "ratio" : null,
        "%" => "percent",
        _ => Identifier(unit, colons: false),
    };

    /// <summary>Labels in the order of their names, escaped, without braces.</summary>
    public static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in tags)
        {
            var text = Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
            var name = Identifier(key, colons: false);
            // Two keys that become one name are told together, as the specification says.
            labels[name] = labels.TryGetValue(name, out var other) ? $"{other};{text}" : text;
        }
        var written = new StringBuilder();
        foreach (var (name, value) in labels)
            Escape(written.Append(written.Length > 0 ? "," : "").Append(name).Append("=\""), value.Length > MaxValue ? value[..MaxValue] : value, quotes: true).Append('"');
        return written.ToString();
    }

    /// <summary>Escapes a text for the exposition.</summary>
    public static StringBuilder Escape(StringBuilder into, string text, bool quotes)
    {
        foreach (var c in text)
            _ = c switch
            {
                '\\' => into.Append(@"\\"),
                '\n' => into.Append(@"\n"),
                '"' when quotes => into.Append("\\\""),
                _ => into.Append(c),
            };
        return into;
    }

    // Letters, digits and '_', not beginning with a digit; ':' in names of metrics.
    private static string Identifier(string text, bool colons)
    {
        var name = new StringBuilder(text.Length + 1);
        foreach (var c in text)
        {
            var allowed = char.IsAsciiLetterOrDigit(c) || c == '_' || (colons && c == ':');
            if (name.Length == 0 && char.IsAsciiDigit(c))
                name.Append('_');
            if (allowed || name.Length == 0 || name[^1] != '_')
                name.Append(allowed ? c : '_');
        }
        return name.Length == 0 ? "_" : name.ToString();
    }
}
