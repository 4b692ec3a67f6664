using System.Security.Cryptography;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>Files that are not what they should be. None of them may be touched.</summary>
public sealed class FileTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-ledger-");
    private readonly string _path;

    public FileTests() => _path = Path.Combine(_directory.FullName, "ledger.db");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Open_NewFile_HasAnIdentityThatStays()
    {
        var first = Open(_path);
        var identity = first.Incarnation;
        await first.DisposeAsync();
        await using var second = Open(_path);

        Assert.NotEqual(Guid.Empty, identity);
        Assert.Equal(identity, second.Incarnation);
    }

    [Fact]
    public async Task Open_WhileAnotherHasIt_IsRefusedAndNamesTheLock()
    {
        await using var first = Open(_path);

        var refusal = Assert.Throws<LedgerUnavailableException>(() => Open(_path));

        Assert.Contains($"'{_path}.lock' is locked: another silo uses this ledger", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(SubmissionResult.Created, (await first.SubmitAsync(Sample.Submission("a"), Stop)).Result);
    }

    [Theory]
    [InlineData("hello, this is no database at all")]
    [InlineData("")]
    public void Open_ForeignFile_IsRefused(string content)
    {
        File.WriteAllText(_path, content);

        AssertRefused("is no ledger");
    }

    [Fact]
    public void Open_DatabaseOfAnotherProgram_IsRefused()
    {
        using (var other = Database.Open(_path, FileAccess.ReadWrite, default, create: true))
            other.Execute("CREATE TABLE job(x); PRAGMA user_version = 1;");

        AssertRefused("is a database of another program");
    }

    [Fact]
    public async Task Open_NewerFormat_IsRefused()
    {
        await Open(_path).DisposeAsync();
        using (var database = Database.Open(_path, FileAccess.ReadWrite, default))
            database.Execute($"PRAGMA user_version = {Schema.Version + 1}");

        AssertRefused($"was written by a newer Muster (format {Schema.Version + 1}");
    }

    [Fact]
    public async Task Open_FormatBeforeTheLogHadQueues_IsBroughtUpToDate()
    {
        await WithJobsAsync();
        using (var database = Database.Open(_path, FileAccess.ReadWrite, default))
            database.Execute("DROP TABLE cluster; ALTER TABLE change DROP COLUMN queue; ALTER TABLE job DROP COLUMN traceparent; PRAGMA user_version = 1;");

        await using var ledger = Open(_path);
        await ledger.SubmitAsync(Sample.Submission("new"), Stop);
        var changes = await ledger.ReadChangesAsync(0, null, 1_000, Stop);

        Assert.Equal([.. Enumerable.Repeat("", 200), "leaf"], changes.Select(static c => c.Queue));
        using var updated = Database.Open(_path, FileAccess.Read, default);
        Assert.Equal(Schema.Version, updated.Number("PRAGMA user_version"));
    }

    [Fact]
    public async Task Open_FirstPageOverwritten_IsRefused()
    {
        await Open(_path).DisposeAsync();
        using (var file = File.OpenWrite(_path))
            file.Write(new byte[4096]);

        AssertRefused("is no ledger, or its first page is damaged");
    }

    [Fact]
    public async Task Open_Truncated_IsRefused()
    {
        await WithJobsAsync();
        using (var file = File.OpenWrite(_path))
            file.SetLength(file.Length / 4096 / 2 * 4096);

        await AssertCorruptAsync();
    }

    [Fact]
    public async Task Ledger_WithDamagedPages_SaysSoAndStopsWriting()
    {
        await WithJobsAsync();
        using (var file = File.OpenWrite(_path))
        {
            file.Position = 4096;
            file.Write(RandomNumberGenerator.GetBytes((int)file.Length - 4096));
        }

        await AssertCorruptAsync();
    }

    [Fact]
    public void Open_FileGoneButJournalThere_IsRefused()
    {
        File.WriteAllText(_path + "-wal", "of a ledger that was here");

        var refusal = Assert.Throws<LedgerCorruptException>(() => Open(_path));

        Assert.Contains("is missing, but its journal", refusal.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(_path));
    }

    [Theory]
    [InlineData("/sys/ledger.db")]
    [InlineData("/proc/muster/ledger.db")]
    public void Open_WhereNothingCanBeWritten_IsRefused(string path)
    {
        var refusal = Assert.Throws<LedgerUnavailableException>(() => Open(path));

        Assert.Contains(path + ".lock", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_AfterACrashWhileTheFileWasMade_BeginsAnew()
    {
        await File.WriteAllTextAsync(_path + ".new", "half a file", Stop);

        await using var ledger = Open(_path);

        Assert.NotEqual(Guid.Empty, ledger.Incarnation);
    }

    private static SqliteLedger Open(string path) =>
        SqliteLedger.Open(new() { Path = path }, TimeProvider.System, NullLogger<SqliteLedger>.Instance);

    private async Task WithJobsAsync()
    {
        await using var ledger = Open(_path);
        await Task.WhenAll(Enumerable.Range(0, 200).Select(i => ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop)));
    }

    private void AssertRefused(string because)
    {
        var before = File.ReadAllBytes(_path);

        var refusal = Assert.Throws<LedgerCorruptException>(() => Open(_path));

        Assert.Contains($"'{_path}'", refusal.Message, StringComparison.Ordinal);
        Assert.Contains(because, refusal.Message, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(_path));
        Assert.False(File.Exists(_path + "-wal"));
    }

    /// <summary>The damage may be found at the opening or by the operation that meets it; the file stays as it is.</summary>
    private async Task AssertCorruptAsync()
    {
        var before = await File.ReadAllBytesAsync(_path, Stop);
        await Assert.ThrowsAsync<LedgerCorruptException>(async () =>
        {
            await using var ledger = Open(_path);
            await Assert.ThrowsAsync<LedgerCorruptException>(() => ledger.SubmitAsync(Sample.Submission("new"), Stop));
            await Assert.ThrowsAsync<LedgerCorruptException>(() => ledger.ReadJobAsync(Sample.Id("j1"), Stop));
            // Once seen, it is not written to again.
            await ledger.OpenNodeAsync(Sample.Node("n1"), EpochToken.New(), Stop);
        });
        Assert.Equal(before, await File.ReadAllBytesAsync(_path, Stop));
    }
}
