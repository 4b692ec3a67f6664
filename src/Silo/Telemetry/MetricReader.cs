using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Listens to the meters of this host from its start on, and writes what it heard when it is asked.</summary>
internal sealed class MetricReader : IDisposable
{
    private static readonly string[] RuntimeMeters = ["System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    private readonly ConcurrentDictionary<(string Meter, string Instrument, Type Type), MetricFamily> _families = new();
    private readonly IMeterFactory _meters;
    private readonly MetricsSettings _settings;
    private readonly MeterListener _listener;
    private readonly SemaphoreSlim _scraping = new(1);
    private long _scrapes;

    public MetricReader(IMeterFactory meters, IOptions<MetricsSettings> settings)
    {
        (_meters, _settings) = (meters, settings.Value);
        _listener = new MeterListener { InstrumentPublished = Publish };
        _listener.SetMeasurementEventCallback<byte>(static (_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<short>(static (_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<int>(static (_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<long>(static (_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<float>(static (_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<double>(static (_, value, tags, family) => Take(family, value, tags));
        _listener.SetMeasurementEventCallback<decimal>(static (_, value, tags, family) => Take(family, (double)value, tags));
    }

    /// <summary>Begins to listen.</summary>
    public void Start() => _listener.Start();

    /// <summary>Everything that was heard, in the format.</summary>
    public async Task<string> WriteAsync(ExpositionFormat format, CancellationToken cancellationToken)
    {
        // One at a time: a scrape is what observed instruments are observed in.
        await _scraping.WaitAsync(cancellationToken);
        try
        {
            Observe();
            var exposition = new Exposition(format);
            foreach (var same in _families.Values.GroupBy(static f => f.Name, StringComparer.Ordinal).OrderBy(static g => g.Key, StringComparer.Ordinal))
                exposition.Family(same.First(), Series(same));
            exposition.Number("muster_metrics_overflow", "Measurements beyond the bound on series of their instrument.", _families.Values.Sum(static f => f.Overflowed));
            return exposition.End();
        }
        finally
        {
            _scraping.Release();
        }
    }

    public void Dispose()
    {
        _listener.Dispose();
        _scraping.Dispose();
    }

    private void Observe()
    {
        _scrapes++;
        foreach (var family in _families.Values)
            family.BeginScrape(_scrapes);
        try
        {
            _listener.RecordObservableInstruments();
        }
        catch (AggregateException)
        {
            // An instrument that fails shows nothing; it must not hide the others.
        }
    }

    // Two instruments that become one name are one family; of two series with the same labels the first one is shown.
    private static IEnumerable<MetricSeries> Series(IGrouping<string, MetricFamily> same) => same
        .Where(f => f.Kind == same.First().Kind && f.Boundaries?.Length == same.First().Boundaries?.Length)
        .SelectMany(static f => f.Read()).DistinctBy(static s => s.Labels, StringComparer.Ordinal);

    private void Publish(Instrument instrument, MeterListener listener)
    {
        var meter = instrument.Meter;
        var isOurs = meter.Name == SchedulerMeter.Name && ReferenceEquals(meter.Scope, _meters);
        var isRuntime = _settings.Runtime && RuntimeMeters.Contains(meter.Name) && (meter.Scope is null || ReferenceEquals(meter.Scope, _meters));
        if (isOurs || isRuntime)
            listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(
                (meter.Name, instrument.Name, instrument.GetType()), _ => new MetricFamily(instrument, _settings.MaxSeries)));
    }

    private static void Take(object? family, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags) => ((MetricFamily)family!).Take(value, tags);
}
