using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>A ledger of its own, in a directory or under a prefix that goes with it.</summary>
internal sealed class TestLedger : IAsyncDisposable
{
    private readonly DirectoryInfo? _directory;
    private readonly Store _store;
    private readonly RedisServer? _server;

    /// <summary>On SQLite.</summary>
    public TestLedger(Action<SqliteLedgerOptions>? configure = null)
        : this(Store.Sqlite, configure)
    {
    }

    /// <summary>On either store.</summary>
    /// <param name="store">Which.</param>
    /// <param name="sqlite">Changes settings of the one.</param>
    /// <param name="redis">Changes settings of the other.</param>
    /// <param name="server">Instead of the one that is shared.</param>
    /// <param name="place">Where the file's directory is made, instead of where temporary files go.</param>
    public TestLedger(
        Store store, Action<SqliteLedgerOptions>? sqlite = null, Action<RedisLedgerOptions>? redis = null, RedisServer? server = null,
        string? place = null)
    {
        _store = store;
        if (store == Store.Sqlite)
        {
            _directory = place is null
                ? Directory.CreateTempSubdirectory("muster-ledger-")
                : Directory.CreateDirectory(Path.Combine(place, "muster-ledger-" + Guid.NewGuid().ToString("N")));
            Options.Path = Path.Combine(_directory.FullName, "ledger.db");
            sqlite?.Invoke(Options);
        }
        else
        {
            _server = server ?? SharedRedis.Server;
            RedisOptions.Configuration = _server.Endpoint;
            RedisOptions.Prefix = "test-" + Guid.NewGuid().ToString("N");
            // Where several test runs share two cores, an answer may take a while without anything being wrong.
            RedisOptions.CallTimeout = TimeSpan.FromSeconds(20);
            redis?.Invoke(RedisOptions);
        }
        Ledger = Open();
    }

    public SqliteLedgerOptions Options { get; } = new();

    public RedisLedgerOptions RedisOptions { get; } = new();

    public ManualTime Time { get; } = new();

    public ILedger Ledger { get; private set; }

    public ILedgerRecovery Recovery => _store == Store.Sqlite ? Sqlite : Redis.Recovery;

    public SqliteLedger Sqlite => (SqliteLedger)Ledger;

    public RedisLedger Redis => (RedisLedger)Ledger;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task ReopenAsync()
    {
        await ((IAsyncDisposable)Ledger).DisposeAsync();
        Ledger = Open();
    }

    /// <summary>Cordons as many nodes as may be.</summary>
    public async Task FillCordonsAsync(Cordon cordon)
    {
        var nodes = Enumerable.Range(0, Cordon.MaxCordons).Select(static i => $"node/c/n{i}");
        if (_store == Store.Redis)
        {
            foreach (var some in nodes.Chunk(1_000))
                await Task.WhenAll(some.Select(node => Ledger.SetCordonAsync(node, cordon, Stop)));
            return;
        }
        await Sqlite.Writer.RunAsync(
            session =>
            {
                foreach (var node in nodes)
                    session.Tables.Cordons.Set(node, cordon);
                return true;
            },
            Stop);
    }

    public async ValueTask DisposeAsync()
    {
        await ((IAsyncDisposable)Ledger).DisposeAsync();
        _directory?.Delete(recursive: true);
        if (_server is not null && _server == SharedRedis.Server)
            _server.Command("EVAL", "for _, key in ipairs(redis.call('KEYS', ARGV[1])) do redis.call('UNLINK', key) end", 0, $"{{{RedisOptions.Prefix}}}:*");
    }

    private ILedger Open() => _store == Store.Sqlite
        ? SqliteLedger.Open(Options, Time, NullLogger<SqliteLedger>.Instance)
        : RedisLedger.Open(RedisOptions, Time, NullLogger<RedisLedger>.Instance);
}
