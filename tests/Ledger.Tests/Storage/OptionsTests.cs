using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public sealed class OptionsTests
{
    [Fact]
    public void Validate_Defaults_AreFine() =>
        Assert.True(new SqliteLedgerOptionsValidator().Validate(null, new()).Succeeded);

    [Fact]
    public void Validate_EveryBound_IsNamed()
    {
        var options = new SqliteLedgerOptions
        {
            Path = " ", MaxBatch = 0, MaxQueuedOperations = 0, MaxReaders = 65, MaxChanges = 999, BusyTimeout = TimeSpan.FromSeconds(6),
        };

        var failures = new SqliteLedgerOptionsValidator().Validate(null, options).Failures!;

        Assert.Equal(
            ["Path", "MaxBatch", "MaxQueuedOperations", "MaxReaders", "MaxChanges", "BusyTimeout"],
            failures.Select(failure => failure.Split(' ')[0]));
    }

    [Fact]
    public async Task AddSqliteLedger_GivesOneLedgerForBothNames()
    {
        var directory = Directory.CreateTempSubdirectory("muster-ledger-");
        var services = new ServiceCollection().AddLogging()
            .AddSqliteLedger(options => options.Path = Path.Combine(directory.FullName, "made", "ledger.db"));
        await using (var provider = services.BuildServiceProvider())
        {
            var ledger = provider.GetRequiredService<ILedger>();
            Assert.Same(provider.GetRequiredService<SqliteLedger>(), ledger);
            Assert.Equal(SubmissionResult.Created, (await ledger.SubmitAsync(Sample.Submission("a"), Stop)).Result);
        }
        directory.Delete(recursive: true);
    }

    [Fact]
    public async Task AddSqliteLedger_WithABadSetting_FailsWithItsName()
    {
        await using var provider = new ServiceCollection().AddLogging().AddSqliteLedger(options => options.MaxBatch = 0).BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<ILedger>());

        Assert.Contains("MaxBatch is 0", fault.Message, StringComparison.Ordinal);
    }
}
