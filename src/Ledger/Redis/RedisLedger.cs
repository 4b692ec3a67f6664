using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;
using Muster.Contracts;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>The ledger in a Redis, for any number of silos. This part opens and closes it.</summary>
public sealed partial class RedisLedger : ILedger, IAsyncDisposable
{
    private readonly RedisLedgerOptions _options;
    private readonly ILogger _logger;
    private readonly ConnectionMultiplexer _connection;
    private readonly RedisGuard _guard;
    private readonly LedgerMeter _meter;
    private readonly ScriptCaller _caller;
    private readonly StoreWatch _watch;
    private readonly RedisRecovery _recovery;
    private readonly RecentRows _recent = new();
    private int _closed;

    private RedisLedger(
        RedisLedgerOptions options, TimeProvider time, ILogger logger, IMeterFactory? meters, ConnectionMultiplexer connection,
        LedgerPosition position, ImmutableHashSet<Guid> ancestors, long change)
    {
        Ancestors = ancestors;
        (_options, _logger, _connection) = (options, logger, connection);
        _guard = new(position, logger) { Probe = token => _caller!.CallAsync(LedgerScript.Probe, [], token) };
        _meter = new(meters);
        _caller = new(connection.GetDatabase(), options, time, _guard, _meter);
        _meter.Watch(() => _caller.InFlight);
        _caller.Signal.Advance(change);
        _recovery = new(connection, options, time, _meter);
        _watch = new(_caller, _guard, options, logger);
        connection.ConnectionRestored += (_, _) => _watch.LookNow();
        connection.ConfigurationChanged += (_, _) => _watch.LookNow();
        _watch.Start();
    }

    /// <inheritdoc/>
    public Guid Incarnation => _guard.Incarnation;

    /// <inheritdoc/>
    public ImmutableHashSet<Guid> Ancestors { get; }

    /// <summary>The way back, also when the store is another one by now.</summary>
    public ILedgerRecovery Recovery => _recovery;

    /// <inheritdoc/>
    public ILedgerGuard Guard => _guard;

    /// <summary>Calls that are under way, for tests.</summary>
    internal int InFlight => _caller.InFlight;

    /// <summary>Opens the ledger in Redis, or makes it. The caller's thread waits, as a container's does that makes its objects.</summary>
    /// <exception cref="LedgerUnavailableException">Redis cannot be reached, or would lose what it is told.</exception>
    /// <exception cref="LedgerCorruptException">What is there is something else, or written by a newer version.</exception>
    /// <exception cref="LedgerRolledBackException">It is not the store that was witnessed, or behind it.</exception>
    public static RedisLedger Open(RedisLedgerOptions options, TimeProvider time, ILogger<RedisLedger> logger, IMeterFactory? meters = null) =>
        Task.Run(() => OpenAsync(options, time, logger, meters)).GetAwaiter().GetResult();

    /// <summary>Waits for what is under way, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _closed, 1) == 1)
            return;
        await _watch.DisposeAsync();
        try
        {
            // Answers come in order: with this one's, all others' are there.
            await _caller.CallAsync(LedgerScript.Goodbye, [], CancellationToken.None);
        }
        catch (MusterException)
        {
            // A Redis that is gone or rolled back needs no goodbye.
        }
        _recovery.Dispose();
        _caller.Dispose();
        _connection.Dispose();
        _guard.Dispose();
        var operations = _meter.Operations;
        _meter.Dispose();
        LogClosed(_logger, _options.Prefix, operations);
    }

    [SuppressMessage("Performance", "CA1849", Justification = "The oldest client that this builds with has no DisposeAsync.")]
    private static async Task<RedisLedger> OpenAsync(RedisLedgerOptions options, TimeProvider time, ILogger<RedisLedger> logger, IMeterFactory? meters)
    {
        var connection = await RedisOpening.ConnectAsync(options);
        try
        {
            var (position, change) = await RedisOpening.OpenAsync(connection.GetDatabase(), options);
            var ancestors = await RedisOpening.AncestorsAsync(connection.GetDatabase(), options);
            LogOpened(logger, options.Prefix, position.Incarnation, position.Counter);
            if (!options.Production)
                LogUnchecked(logger);
            return new(options, time, logger, meters, connection, position, ancestors, change);
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }
}
