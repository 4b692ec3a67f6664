using System.Globalization;
using System.Text;

namespace Muster.Silo;

/// <summary>Writes families of metrics as text.</summary>
internal sealed class Exposition(ExpositionFormat format)
{
    public const string PrometheusType = "text/plain; version=0.0.4; charset=utf-8";
    public const string OpenMetricsType = "application/openmetrics-text; version=1.0.0; charset=utf-8";

    private readonly StringBuilder _text = new();

    private bool IsOpenMetrics => format == ExpositionFormat.OpenMetrics;

    public void Family(MetricFamily family, IEnumerable<MetricSeries> series)
    {
        using var each = series.GetEnumerator();
        if (!each.MoveNext())
            return;
        var unit = MetricNames.UnitOf(family.Instrument.Unit, family.Kind);
        Head(family.Name, family.Kind, unit, family.Instrument.Description);
        do
        {
            var (value, counts) = each.Current.Read();
            if (counts is null)
                Sample(family.Name, family.Kind == MetricKind.Counter ? "_total" : "", each.Current.Labels, value);
            else
                Histogram(family.Name, each.Current.Labels, family.Boundaries!, counts, value);
        }
        while (each.MoveNext());
    }

    /// <summary>A counter without labels.</summary>
    public void Number(string name, string help, long value)
    {
        Head(name, MetricKind.Counter, null, help);
        Sample(name, "_total", "", value);
    }

    public string End() => IsOpenMetrics ? _text.Append("# EOF\n").ToString() : _text.ToString();

    private void Head(string name, MetricKind kind, string? unit, string? help)
    {
        // In the classic format a counter's suffix belongs to its name.
        var shown = !IsOpenMetrics && kind == MetricKind.Counter ? name + "_total" : name;
        _text.Append("# HELP ").Append(shown).Append(' ');
        MetricNames.Escape(_text, string.IsNullOrEmpty(help) ? name : help, quotes: IsOpenMetrics).Append('\n');
        _text.Append("# TYPE ").Append(shown).Append(kind switch
        {
            MetricKind.Counter => " counter\n",
            MetricKind.Gauge => " gauge\n",
            _ => " histogram\n",
        });
        if (IsOpenMetrics && unit is not null && name.EndsWith("_" + unit, StringComparison.Ordinal))
            _text.Append("# UNIT ").Append(name).Append(' ').Append(unit).Append('\n');
    }

    private void Histogram(string name, string labels, double[] boundaries, long[] counts, double sum)
    {
        var prefix = labels.Length == 0 ? "" : labels + ",";
        var seen = 0L;
        for (var i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            Sample(name, "_bucket", $"{prefix}le=\"{Bound(i == boundaries.Length ? double.PositiveInfinity : boundaries[i])}\"", seen);
        }
        Sample(name, "_sum", labels, sum);
        Sample(name, "_count", labels, seen);
    }

    private void Sample(string name, string suffix, string labels, double value)
    {
        _text.Append(name).Append(suffix);
        if (labels.Length > 0)
            _text.Append('{').Append(labels).Append('}');
        _text.Append(' ').Append(Number(value)).Append('\n');
    }

    // OpenMetrics wants bounds written as numbers with a point.
    private string Bound(double bound) => Number(bound) is var text && IsOpenMetrics && text.All(char.IsAsciiDigit) ? text + ".0" : text;

    private static string Number(double value) =>
        double.IsPositiveInfinity(value) ? "+Inf" : double.IsNegativeInfinity(value) ? "-Inf" : double.IsNaN(value) ? "NaN"
        : value.ToString(CultureInfo.InvariantCulture);
}
