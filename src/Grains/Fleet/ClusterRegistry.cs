using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>
/// The clusters there are, as this silo knows them: those of the configuration and those on record. Read anew every second,
/// and at once where one was changed; between two readings it answers without waiting.
/// </summary>
public sealed partial class ClusterRegistry(ILedger ledger, IOptions<FleetOptions> fleet, TimeProvider time, ILogger<ClusterRegistry> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly Lock _lock = new();
    private volatile Known _known = Known.Of(fleet.Value.Clusters, []);
    private long _reads;
    private long _taken;
    private string? _trouble;

    /// <summary>Clusters have come, gone or been registered anew, on whichever silo.</summary>
    public event EventHandler? Changed;

    /// <summary>Every cluster that there is now, in the order of their names.</summary>
    public IReadOnlyList<ClusterRegistration> Clusters => _known.Clusters;

    /// <summary>Names of clusters whose jobs are still being told that it is gone.</summary>
    public IReadOnlyList<ClusterName> Removing => _known.Removing;

    /// <summary>A cluster; null when there is none of that name.</summary>
    public ClusterRegistration? Find(string name) => _known.ByName.GetValueOrDefault(name);

    /// <summary>A cluster, also one that another silo registered only now; null when there is none of that name.</summary>
    /// <exception cref="LedgerUnavailableException">It is not known, and the record cannot be read.</exception>
    public async Task<ClusterRegistration?> LookUpAsync(string name, CancellationToken cancellationToken = default)
    {
        if (Find(name) is { } known)
            return known;
        await RefreshAsync(cancellationToken);
        return Find(name);
    }

    /// <summary>True for a cluster of the configuration, which only that can take away.</summary>
    public bool IsConfigured(string name) => fleet.Value.Clusters.Any(c => c.Name == name);

    /// <summary>Reads the record now. On return, what was on record before the call is known.</summary>
    /// <exception cref="LedgerUnavailableException">It cannot be read; what was known stays known.</exception>
    public async Task RefreshAsync(CancellationToken cancellationToken = default)
    {
        var number = Interlocked.Increment(ref _reads);
        var known = Known.Of(fleet.Value.Clusters, await ledger.ReadClustersAsync(cancellationToken));
        bool changed;
        lock (_lock)
        {
            // Reads may overtake each other: one that began later knows all that an earlier one does.
            if (number < _taken)
                return;
            changed = !known.Clusters.Select(Identity).SequenceEqual(_known.Clusters.Select(Identity));
            (_taken, _known) = (number, known);
        }
        if (changed)
            Changed?.Invoke(this, EventArgs.Empty);
    }

    /// <inheritdoc/>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first grain asks: one of a cluster that is on record must not be told that there is none.
        await RefreshAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RefreshAsync(stoppingToken);
                _trouble = null;
            }
            catch (MusterException problem)
            {
                if (_trouble != problem.Message)
                    LogNotRead(logger, problem.Message);
                _trouble = problem.Message;
            }
        }
    }

    // Labels are read anew each time, and then other objects.
    private static (string Name, long Version, string? Uid) Identity(ClusterRegistration cluster) => (cluster.Spec.Name, cluster.Version, cluster.Uid);

    [LoggerMessage(1, LogLevel.Warning, "The clusters on record cannot be read; those that are known stay: {Problem}")]
    private static partial void LogNotRead(ILogger logger, string problem);

    private sealed record Known(IReadOnlyList<ClusterRegistration> Clusters, FrozenDictionary<string, ClusterRegistration> ByName, IReadOnlyList<ClusterName> Removing)
    {
        // What is configured goes before what is on record, but for the identity, which only the record has.
        public static Known Of(IReadOnlyList<ClusterSpec> configured, IReadOnlyCollection<ClusterRegistration> recorded)
        {
            var rows = recorded.ToDictionary(static r => r.Spec.Name, StringComparer.Ordinal);
            var clusters = configured.Select(spec => (rows.GetValueOrDefault(spec.Name) ?? new()) with { Spec = spec, State = RegistrationState.Configured }).ToList();
            var names = clusters.Select(static c => c.Spec.Name).ToHashSet(StringComparer.Ordinal);
            clusters.AddRange(recorded.Where(r => r.State == RegistrationState.Registered && !names.Contains(r.Spec.Name)));
            return new(
                [.. clusters.OrderBy(static c => c.Spec.Name, StringComparer.Ordinal)],
                clusters.ToFrozenDictionary(static c => c.Spec.Name, StringComparer.Ordinal),
                [.. recorded.Where(r => r.State == RegistrationState.Removing && !names.Contains(r.Spec.Name)).Select(static r => r.Name)]);
        }
    }
}
