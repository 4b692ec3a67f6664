using Microsoft.Extensions.Logging.Abstractions;

namespace Muster.Silo.Tests;

/// <summary>Whoever drops, alters or moves a record is found out.</summary>
public sealed class AuditChainTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-audit-");

    private string Current => AuditFile.Current(_directory.FullName);

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Verify_OfWhatWasWritten_FindsNothing()
    {
        Write(5);
        Write(5);
        var (fault, verifier) = Verify();
        Assert.Null(fault);
        Assert.Equal((10, 10), (verifier.Count, verifier.Chain.Seq));
    }

    [Fact]
    public void Verify_WithAnyRecordDropped_SaysWhere()
    {
        Write(5);
        var lines = File.ReadAllLines(Current);
        for (var i = 0; i < lines.Length - 1; i++)
        {
            File.WriteAllLines(Current, lines.Where((_, at) => at != i));
            var fault = i == 0 ? VerifyWhole() : Verify().Fault;
            Assert.Contains(i == 0 ? "begins with 2" : $"line {i + 1}: record {i + 1} should be here", fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Verify_WithTheLastRecordDropped_MissesTheAnchor()
    {
        Write(3);
        var anchor = Verify().Verifier.Chain.Hash;
        File.WriteAllLines(Current, File.ReadAllLines(Current)[..^1]);
        Assert.True(Verify(anchor).Verifier.MissesAnchor);
    }

    [Fact]
    public void Verify_WithAnyByteAltered_SaysWhere()
    {
        Write(3);
        var bytes = File.ReadAllBytes(Current);
        for (var at = 0; at < bytes.Length; at += 7)
        {
            if (bytes[at] == '\n')
                continue;
            var altered = (byte[])bytes.Clone();
            altered[at] ^= 1;
            File.WriteAllBytes(Current, altered);
            Assert.True(Verify().Fault is not null, $"byte {at} was altered, unnoticed");
        }
    }

    [Fact]
    public void Verify_WithRecordsInAnotherOrder_SaysWhere()
    {
        Write(4);
        var lines = File.ReadAllLines(Current);
        (lines[1], lines[2]) = (lines[2], lines[1]);
        File.WriteAllLines(Current, lines);
        Assert.Contains("line 2: record 2 should be here, and 3 is", Verify().Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_WithARecordFromAnotherChain_SaysWhere()
    {
        Write(3);
        var lines = File.ReadAllLines(Current);
        File.Delete(Current);
        Write(2, "somebody-else");
        File.AppendAllText(Current, lines[2] + "\n");
        Assert.Contains("line 3: record 3 does not follow", Verify().Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_AfterACrashInTheMiddleOfALine_CutsItOffAndGoesOn()
    {
        Write(2);
        File.AppendAllText(Current, "{\"seq\":3,\"time\":\"20");
        Write(1);
        var (fault, verifier) = Verify();
        Assert.Null(fault);
        Assert.Equal(3, verifier.Count);
    }

    [Fact]
    public void Open_OfWhatIsNoRecord_IsRefused()
    {
        File.WriteAllText(Current, "{\"seq\":1}\n");
        Assert.Throws<IOException>(() => Write(1));
    }

    [Fact]
    public void Append_BeyondTheSize_GoesOnInAnotherFileWithTheSameChain()
    {
        using (var file = new AuditFile(_directory.FullName, NullLogger.Instance, maxBytes: 2000))
            for (var i = 0; i < 20; i++)
                file.Append([Entry("caller")]);
        Write(1);
        Assert.True(AuditFile.All(_directory.FullName).Count > 2);
        var (fault, verifier) = Verify();
        Assert.Null(fault);
        Assert.Equal(21, verifier.Count);
    }

    [Fact]
    public void Append_OfHostileText_StaysOneLineOfAscii()
    {
        var hostile = "a\n{\"seq\":9}\r\u001b[31m\u0000\u2028\ud800" + new string('\u0001', 100_000);
        using (var file = new AuditFile(_directory.FullName, NullLogger.Instance))
            file.Append([new(DateTimeOffset.UnixEpoch, hostile, null, hostile, hostile, 200, null, hostile, hostile, hostile)]);
        var bytes = File.ReadAllBytes(Current);
        Assert.Equal(bytes.Length - 1, Array.IndexOf(bytes, (byte)'\n'));
        Assert.DoesNotContain(bytes[..^1], static b => b is < 0x20 or > 0x7e);
        Assert.True(bytes.Length < AuditFile.MaxLine);
        Assert.Null(Verify().Fault);
    }

    private static AuditEntry Entry(string caller) => new(
        DateTimeOffset.UnixEpoch, caller, "0123456789ab", "POST /v1/jobs", "default/a in queue b", 201, null, "request", null, "Queued");

    private void Write(int count, string caller = "caller")
    {
        using var file = new AuditFile(_directory.FullName, NullLogger.Instance);
        file.Append(Enumerable.Repeat(Entry(caller), count));
    }

    private (string? Fault, AuditVerifier Verifier) Verify(string? anchor = null)
    {
        var verifier = new AuditVerifier(anchor);
        return (AuditFile.All(_directory.FullName).Select(verifier.Read).FirstOrDefault(static f => f is not null), verifier);
    }

    private string VerifyWhole() => string.Join('\n', Verify().Verifier.Remarks);
}
