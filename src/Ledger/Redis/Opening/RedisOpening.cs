using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>Connects, checks the settings, finds the ledger or makes it.</summary>
internal static class RedisOpening
{
    /// <summary>Version of the keys' layout.</summary>
    private const int LayoutVersion = 1;

    // Opening asks a handful of questions on a connection that is just being made: more than the deadline of one call.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="LedgerUnavailableException">Redis does not answer.</exception>
    public static async Task<ConnectionMultiplexer> ConnectAsync(RedisLedgerOptions options)
    {
        try
        {
            var configuration = ConfigurationOptions.Parse(options.Configuration);
            configuration.AbortOnConnectFail = true;
            configuration.ClientName = "muster-ledger";
            configuration.TieBreaker = ""; // it would be read outside the Prefix, which Muster's user may not
            configuration.ConnectTimeout = (int)Patience.TotalMilliseconds;
            configuration.SyncTimeout = (int)(options.CallTimeout > Patience ? options.CallTimeout : Patience).TotalMilliseconds;
            // A connection that is dead without a word is noticed, and a lost one is back, within about a second.
            configuration.KeepAlive = 1;
            configuration.ReconnectRetryPolicy = new LinearRetry(250);
            return await ConnectionMultiplexer.ConnectAsync(configuration);
        }
        catch (ArgumentException fault)
        {
            throw new LedgerUnavailableException("Configuration of the ledger's Redis cannot be read: use host:port,option=value,...", fault);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            throw RedisFaults.Explain(fault, Patience);
        }
    }

    /// <summary>Checks what Redis is, and finds the ledger there or makes one.</summary>
    /// <exception cref="LedgerUnavailableException">It does not answer, or would lose what it is told.</exception>
    /// <exception cref="LedgerCorruptException">What is there is no ledger, or one of a newer Muster.</exception>
    /// <exception cref="LedgerRolledBackException">It is not the store that was witnessed, or behind it.</exception>
    public static Task<(LedgerPosition Position, long Change)> OpenAsync(IDatabase database, RedisLedgerOptions options) => AskAsync(async () =>
    {
        if (options.Production)
            await SettingsCheck.RequireAsync(database, options);
        return await FindAsync(database, options);
    });

    /// <summary>The stores that the ledger was recovered from.</summary>
    /// <exception cref="LedgerUnavailableException">Redis does not answer.</exception>
    public static Task<ImmutableHashSet<Guid>> AncestorsAsync(IDatabase database, RedisLedgerOptions options) => AskAsync(async () =>
        (await database.HashKeysAsync($"{{{options.Prefix}}}:ancestors")).Select(static key => Guid.ParseExact(key.ToString(), "N")).ToImmutableHashSet());

    /// <summary>True when there is a ledger.</summary>
    /// <exception cref="LedgerUnavailableException">Redis does not answer.</exception>
    public static Task<bool> ExistsAsync(IDatabase database, RedisLedgerOptions options) =>
        AskAsync(() => database.KeyExistsAsync(ScriptCaller.KeyOfMeta(options)));

    private static async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask().WaitAsync(Patience);
        }
        catch (Exception fault) when (fault is RedisException or TimeoutException)
        {
            throw RedisFaults.Explain(fault, Patience);
        }
    }

    private static async Task<(LedgerPosition Position, long Change)> FindAsync(IDatabase database, RedisLedgerOptions options)
    {
        var key = ScriptCaller.KeyOfMeta(options);
        if (options.Witnessed is { } lost && !await database.KeyExistsAsync(key))
            throw new LedgerRolledBackException($"The ledger's Redis is empty, and the store {lost.Incarnation:N} was seen to be there. {LedgerTrip.Remedy}");
        // All at once: no call has to wait for its script later, unless Redis forgets them.
        await Task.WhenAll(LedgerScript.All.Select(script => script.LoadAsync(database)));
        var meta = (RedisResult[])(await database.ScriptEvaluateAsync(LedgerScript.Open.Hash!, [key], [Guid.NewGuid().ToString("N"), LayoutVersion]))!;
        if (!Guid.TryParseExact((string)meta[0]!, "N", out var incarnation) || meta.Any(static m => m.IsNull))
            throw new LedgerCorruptException($"'{key}' in Redis is no ledger. Give the ledger a Prefix of its own, or restore Redis from a backup.");
        if ((long)meta[3] > LayoutVersion)
            throw new LedgerCorruptException(string.Create(CultureInfo.InvariantCulture,
                $"The ledger in Redis was written by a newer Muster (format {(long)meta[3]}; this one knows up to {LayoutVersion}). Run that version or a later one."));
        var position = new LedgerPosition(incarnation, (long)meta[1]);
        if (options.Witnessed is { } seen && (seen.Incarnation != incarnation || seen.Counter > position.Counter))
            throw new LedgerRolledBackException(string.Create(CultureInfo.InvariantCulture,
                $"The ledger's Redis holds the store {incarnation:N} at write {position.Counter}, and {seen.Incarnation:N} at write {seen.Counter} was seen. {LedgerTrip.Remedy}"));
        return (position, (long)meta[2]);
    }
}
