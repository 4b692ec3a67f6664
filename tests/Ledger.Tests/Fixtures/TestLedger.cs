using Microsoft.Extensions.Logging.Abstractions;

namespace Muster.Ledger.Tests;

/// <summary>A ledger in a directory of its own, which goes with it.</summary>
internal sealed class TestLedger : IAsyncDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-ledger-");

    public TestLedger(Action<SqliteLedgerOptions>? configure = null)
    {
        Options.Path = Path.Combine(_directory.FullName, "ledger.db");
        configure?.Invoke(Options);
        Sqlite = Open();
    }

    public SqliteLedgerOptions Options { get; } = new();

    public ManualTime Time { get; } = new();

    public SqliteLedger Sqlite { get; private set; }

    public ILedger Ledger => Sqlite;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async Task ReopenAsync()
    {
        await Sqlite.DisposeAsync();
        Sqlite = Open();
    }

    public async ValueTask DisposeAsync()
    {
        await Sqlite.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    private SqliteLedger Open() => SqliteLedger.Open(Options, Time, NullLogger<SqliteLedger>.Instance);
}
