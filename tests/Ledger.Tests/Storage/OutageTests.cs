using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>What fails for a while: the ledger says so at once, loses nothing, and goes on by itself.</summary>
public sealed class OutageTests
{
    private static readonly TimeSpan AnsweredWithin = TimeSpan.FromMilliseconds(50);

    [Fact]
    public async Task FullDisk_FailsWhatNeedsSpace_AndGoesOnOnceThereIsSome()
    {
        await using var t = new TestLedger(o => o.MaxPages = 80);
        var accepted = await FillAsync(t.Ledger);

        var job = await t.Ledger.ReadJobAsync(Sample.Id(accepted[^1]), Stop);
        Assert.Equal(JobState.Queued, job!.State);
        t.Options.MaxPages = 1_000;

        Assert.Equal(SubmissionResult.Created, (await t.Ledger.SubmitAsync(Sample.Submission("after"), Stop)).Result);
        Assert.Equal(accepted.Count + 1, (await t.Ledger.ReadStatesAsync([.. accepted.Append("after").Select(Sample.Id)], Stop)).Count);
        var seqs = (await t.Ledger.ListJobsAsync(new(), Stop)).Items.Select(j => j.Seq).ToArray();
        Assert.Equal(seqs.Distinct(), seqs);
    }

    [Fact]
    public async Task FullDisk_OfTheSystem_FailsTheCommit_AndGoesOnOnceThereIsSpace()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root may mount a file system; FullDisk_FailsWhatNeedsSpace runs for all.");
        using var disk = new SmallDisk("4m");
        await using var ledger = SqliteLedger.Open(
            new() { Path = Path.Combine(disk.Path, "ledger.db") }, TimeProvider.System, NullLogger<SqliteLedger>.Instance);
        var ballast = Path.Combine(disk.Path, "ballast");
        await ledger.SubmitAsync(Sample.Submission("first"), Stop);
        await File.WriteAllBytesAsync(ballast, new byte[2 << 20], Stop);
        var accepted = await FillAsync(ledger);

        Assert.NotNull(await ledger.ReadJobAsync(Sample.Id("first"), Stop));
        File.Delete(ballast);

        Assert.Equal(SubmissionResult.Created, (await ledger.SubmitAsync(Sample.Submission("after"), Stop)).Result);
        Assert.Equal(accepted.Count, (await ledger.ReadStatesAsync([.. accepted.Select(Sample.Id)], Stop)).Count);
    }

    [Fact]
    public async Task Lock_OfAnotherProcess_IsReportedAndWaitedOut()
    {
        await using var t = new TestLedger();
        await t.Ledger.QueuedAsync();
        using (var other = Database.Open(t.Options.Path, FileAccess.ReadWrite, default))
        {
            other.Execute("BEGIN IMMEDIATE");
            var fault = await AssertUnavailableAsync(t.Ledger, "b");
            Assert.Contains("Another process holds a lock", fault.Message, StringComparison.Ordinal);
            Assert.NotNull(await t.Ledger.ReadJobAsync(Sample.Id("a"), Stop));
        }

        Assert.Equal(SubmissionResult.Created, (await t.Ledger.SubmitAsync(Sample.Submission("b"), Stop)).Result);
    }

    [Fact]
    public async Task Outage_OfAWholeBatch_IsToldToEachCaller()
    {
        await using var t = new TestLedger();
        using var other = Database.Open(t.Options.Path, FileAccess.ReadWrite, default);
        other.Execute("BEGIN IMMEDIATE");

        var submits = Enumerable.Range(0, 50).Select(i => t.Ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop)).ToArray();

        foreach (var submit in submits)
            await Assert.ThrowsAsync<LedgerUnavailableException>(() => submit);
        other.Execute("ROLLBACK");
        Assert.Empty((await t.Ledger.ListJobsAsync(new(), Stop)).Items);
    }

    /// <summary>Submits until the ledger refuses; the names of what was accepted.</summary>
    private static async Task<List<string>> FillAsync(ILedger ledger)
    {
        var accepted = new List<string>();
        for (var i = 0; i < 20_000; i++)
        {
            try
            {
                await ledger.SubmitAsync(Sample.Submission($"j{i}"), Stop);
                accepted.Add($"j{i}");
            }
            catch (LedgerUnavailableException fault)
            {
                Assert.Contains("no space left", fault.Message, StringComparison.Ordinal);
                await AssertUnavailableAsync(ledger, $"j{i + 1}"); // it stays so
                return accepted;
            }
        }
        throw new InvalidOperationException("The disk was never full.");
    }

    private static async Task<LedgerUnavailableException> AssertUnavailableAsync(ILedger ledger, string name)
    {
        // Best of three, for a machine that is busy with other things.
        var best = TimeSpan.MaxValue;
        LedgerUnavailableException? fault = null;
        for (var i = 0; i < 3; i++)
        {
            var started = Stopwatch.GetTimestamp();
            fault = await Assert.ThrowsAsync<LedgerUnavailableException>(() => ledger.SubmitAsync(Sample.Submission(name), Stop));
            best = best < Stopwatch.GetElapsedTime(started) ? best : Stopwatch.GetElapsedTime(started);
        }
        Assert.InRange(best, TimeSpan.Zero, AnsweredWithin);
        return fault!;
    }

    private sealed class SmallDisk : IDisposable
    {
        public SmallDisk(string size)
        {
            Path = Directory.CreateTempSubdirectory("muster-disk-").FullName;
            Run("mount", "-t", "tmpfs", "-o", $"size={size}", "tmpfs", Path);
        }

        public string Path { get; }

        public void Dispose()
        {
            Run("umount", "-l", Path);
            Directory.Delete(Path);
        }

        private static void Run(string program, params string[] arguments)
        {
            using var process = Process.Start(program, arguments);
            process.WaitForExit();
            Assert.Equal(0, process.ExitCode);
        }
    }
}
