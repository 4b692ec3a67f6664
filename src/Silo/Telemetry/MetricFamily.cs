using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Muster.Silo;

/// <summary>
/// An instrument and its series. There are at most so many of them; what comes with further tags is put together in one that
/// says so, as the OpenTelemetry SDK does.
/// </summary>
internal sealed class MetricFamily
{
    /// <summary>Labels of what is beyond the bound.</summary>
    public const string Overflow = "otel_metric_overflow=\"true\"";

    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] Numbers = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1000, 2500, 5000, 7500, 10000];

    private readonly ConcurrentDictionary<TagSet, MetricSeries> _byTags = new(TagSetComparer.Instance);
    private readonly ConcurrentDictionary<TagSet, MetricSeries>.AlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>> _find;
    private readonly Dictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();
    private readonly MetricSeries _overflow;
    private readonly int _maxSeries;
    private readonly bool _isAbsolute;
    private long _scrape;
    private long _overflowed;

    public MetricFamily(Instrument instrument, int maxSeries)
    {
        (Instrument, _maxSeries) = (instrument, maxSeries);
        Kind = KindOf(instrument);
        _isAbsolute = instrument.IsObservable || instrument.GetType().GetGenericTypeDefinition() == typeof(Gauge<>);
        Name = MetricNames.Of(instrument.Name, instrument.Unit, Kind);
        Boundaries = Kind != MetricKind.Histogram ? null : BoundariesOf(instrument) ?? (instrument.Unit == "s" ? Seconds : Numbers);
        _find = _byTags.GetAlternateLookup<ReadOnlySpan<KeyValuePair<string, object?>>>();
        _overflow = new(Overflow, Boundaries);
    }

    public Instrument Instrument { get; }

    public MetricKind Kind { get; }

    /// <summary>Name in the exposition, without the suffix of counters.</summary>
    public string Name { get; }

    public double[]? Boundaries { get; }

    /// <summary>Measurements that went to the series of what is beyond the bound.</summary>
    public long Overflowed => Interlocked.Read(ref _overflowed);

    /// <summary>Takes a measurement. Allocates only for tags that were never seen.</summary>
    public void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var series = _find.TryGetValue(tags, out var known) ? known : Add(tags);
        if (ReferenceEquals(series, _overflow))
            Interlocked.Increment(ref _overflowed);
        if (Kind == MetricKind.Histogram)
            series.Record(value);
        else if (!_isAbsolute)
            series.Add(value);
        else
        {
            series.Set(value);
            series.SeenAt = Interlocked.Read(ref _scrape);
        }
    }

    /// <summary>Begins a scrape, after which what is observed and was not seen in it is gone.</summary>
    public void BeginScrape(long number) => Interlocked.Exchange(ref _scrape, number);

    /// <summary>The series that are there, in the order of their labels.</summary>
    public MetricSeries[] Read()
    {
        lock (_lock)
        {
            if (Instrument.IsObservable)
                Forget();
            return [.. _series.Values.Concat(IsOverflowing ? [_overflow] : []).OrderBy(static s => s.Labels, StringComparer.Ordinal)];
        }
    }

    private bool IsOverflowing => Overflowed > 0 && (!Instrument.IsObservable || _overflow.SeenAt == _scrape);

    private void Forget()
    {
        foreach (var (labels, series) in _series.Where(s => s.Value.SeenAt != _scrape).ToArray())
        {
            _series.Remove(labels);
            foreach (var (tags, _) in _byTags.Where(t => ReferenceEquals(t.Value, series)).ToArray())
                _byTags.TryRemove(tags, out _);
        }
    }

    // Tags in another order are the same series.
    private MetricSeries Add(ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        lock (_lock)
        {
            var labels = MetricNames.Labels(tags);
            if (!_series.TryGetValue(labels, out var series))
            {
                // What was observed before makes room for what is observed now.
                if (_series.Count >= _maxSeries && Instrument.IsObservable)
                    Forget();
                if (_series.Count >= _maxSeries)
                    return _overflow;
                _series[labels] = series = new(labels, Boundaries) { SeenAt = _scrape };
            }
            if (_byTags.Count < 4 * _maxSeries)
                _find[tags] = series;
            return series;
        }
    }

    private static MetricKind KindOf(Instrument instrument)
    {
        var type = instrument.GetType().GetGenericTypeDefinition();
        return type == typeof(Histogram<>) ? MetricKind.Histogram
            : type == typeof(Counter<>) || type == typeof(ObservableCounter<>) ? MetricKind.Counter
            : MetricKind.Gauge;
    }

    private static double[]? BoundariesOf(Instrument instrument) => instrument switch
    {
        Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds],
        Histogram<long> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static b => (double)b)],
        Histogram<int> { Advice.HistogramBucketBoundaries: { } bounds } => [.. bounds.Select(static b => (double)b)],
        _ => null,
    };
}
