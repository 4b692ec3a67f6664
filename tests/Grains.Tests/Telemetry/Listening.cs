using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Hosting;

namespace Muster.Grains.Tests;

/// <summary>Hears what the meters of one host say: sums of what is added or recorded, and the last of what is observed.</summary>
internal sealed class Listening(MeterListener listener, IMeterFactory meters, ConcurrentDictionary<string, double> heard) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Hear(instrument, value, tags));
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (ReferenceEquals(instrument.Meter.Scope, meters) && instrument.Meter.Name == SchedulerMeter.Name)
                l.EnableMeasurementEvents(instrument);
        };
        listener.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Hear(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = instrument.Name;
        foreach (var (key, tag) in tags)
            name += $" {key}={tag}";
        heard.AddOrUpdate(name, value, (_, old) => instrument.IsObservable ? value : old + value);
    }
}
