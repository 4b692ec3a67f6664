using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public sealed class CrashTests
{
    private const int AcceptedBeforeTheKill = 500;

    [Fact]
    public async Task Ledger_KilledAmidSubmissions_HasAllThatItAccepted()
    {
        var directory = Directory.CreateTempSubdirectory("muster-ledger-");
        var path = Path.Combine(directory.FullName, "ledger.db");
        var accepted = new List<string>();
        using (var child = ChildProcess.Start(path))
        {
            try
            {
                while (accepted.Count < AcceptedBeforeTheKill && await child.StandardOutput.ReadLineAsync(Stop) is { } name)
                    accepted.Add(name);
                AssertLocked(path);
            }
            finally
            {
                child.Kill(); // SIGKILL: no handler, no flush
            }
            while (await child.StandardOutput.ReadLineAsync(Stop) is { } name)
                accepted.Add(name);
            await child.WaitForExitAsync(Stop);
        }

        // The lock went with the process, and the file with all that was answered is there.
        await using var ledger = Open(path);
        var states = await ledger.ReadStatesAsync([.. accepted.Select(Sample.Id)], Stop);

        Assert.True(accepted.Count >= AcceptedBeforeTheKill);
        Assert.Equal(accepted.Count, states.Count);
        var changes = await AllChangesAsync(ledger);
        var jobs = await AllJobsAsync(ledger);
        Assert.Equal(jobs.Select(job => job.Seq), changes.Select(change => change.Sequence));
        Assert.Equal(jobs.Select(job => job.Id), changes.Select(change => change.Job));
        Assert.Equal(Enumerable.Range(1, jobs.Count).Select(i => (long)i), jobs.Select(job => job.Seq));

        await ledger.DisposeAsync();
        directory.Delete(recursive: true);
    }

    private static void AssertLocked(string path)
    {
        var refusal = Assert.Throws<LedgerUnavailableException>(() => Open(path));
        Assert.Contains(path + ".lock", refusal.Message, StringComparison.Ordinal);
    }

    private static SqliteLedger Open(string path) =>
        SqliteLedger.Open(new() { Path = path }, TimeProvider.System, NullLogger<SqliteLedger>.Instance);

    private static async Task<List<JobRecord>> AllJobsAsync(SqliteLedger ledger)
    {
        var all = new List<JobRecord>();
        for (long? after = 0; after is { } begin;)
        {
            var page = await ledger.ListJobsAsync(new() { AfterSeq = begin }, Stop);
            all.AddRange(page.Items);
            after = page.Next;
        }
        return all;
    }

    private static async Task<List<JobChange>> AllChangesAsync(SqliteLedger ledger)
    {
        var all = new List<JobChange>();
        for (var page = await ledger.ReadChangesAsync(0, null, 1_000, Stop); !page.IsEmpty;
            page = await ledger.ReadChangesAsync(all[^1].Sequence, null, 1_000, Stop))
            all.AddRange(page);
        return all;
    }
}
