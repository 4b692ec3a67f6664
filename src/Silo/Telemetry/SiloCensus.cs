using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Muster.Grains;
using Orleans.Runtime;

namespace Muster.Silo;

/// <summary>Counts the silos that are active and the grains that live on this one, by asking the engine now and then.</summary>
internal sealed partial class SiloCensus : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    private readonly IGrainFactory _grains;
    private readonly ILocalSiloDetails _silo;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile Count? _count;

    [SuppressMessage("Reliability", "CA2000", Justification = "The factory disposes of its meters.")]
    public SiloCensus(IGrainFactory grains, ILocalSiloDetails silo, TimeProvider time, IMeterFactory meters, ILogger<SiloCensus> logger)
    {
        (_grains, _silo, _time, _logger) = (grains, silo, time, logger);
        var meter = meters.Create(SchedulerMeter.Name);
        meter.CreateObservableGauge("muster.silo.active", Silos, "{silo}", "Silos that are active, as this one sees them.");
        meter.CreateObservableGauge("muster.silo.activations", Activations, "{activation}", "Grains that live on this silo, by class.");
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        do
            await CountAsync();
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private IEnumerable<Measurement<long>> Silos() => _count is { } count ? [new(count.Silos)] : [];

    private IEnumerable<Measurement<long>> Activations() =>
        _count?.Activations.Select(static a => new Measurement<long>(a.Value, new KeyValuePair<string, object?>("grain", a.Key))) ?? [];

    private async Task CountAsync()
    {
        try
        {
            var management = _grains.GetGrain<IManagementGrain>(0);
            var hosts = await management.GetHosts(onlyActive: true);
            var statistics = await management.GetSimpleGrainStatistics();
            _count = new(hosts.Count, statistics
                .Where(s => s.SiloAddress.Equals(_silo.SiloAddress) && s.GrainType.StartsWith("Muster.", StringComparison.Ordinal))
                .GroupBy(static s => ClassName(s.GrainType), StringComparer.Ordinal)
                .ToImmutableSortedDictionary(static g => g.Key, static g => g.Sum(static s => (long)s.ActivationCount), StringComparer.Ordinal));
        }
        catch (Exception problem) when (problem is not OperationCanceledException)
        {
            // Rather no number than an old one.
            _count = null;
            LogUncounted(_logger, problem.Message);
        }
    }

    // The engines differ in whether the assembly is named, too.
    private static string ClassName(string grainType)
    {
        var name = grainType.Split(',')[0];
        return name[(name.LastIndexOf('.') + 1)..];
    }

    [LoggerMessage(1, LogLevel.Debug, "Silos and activations could not be counted: {Problem}")]
    private static partial void LogUncounted(ILogger logger, string problem);

    private sealed record Count(int Silos, ImmutableSortedDictionary<string, long> Activations);
}
