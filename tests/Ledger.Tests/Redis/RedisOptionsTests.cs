using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

public sealed class RedisOptionsTests
{
    [Fact]
    public void Validate_Defaults_AreFine() =>
        Assert.True(new RedisLedgerOptionsValidator().Validate(null, new()).Succeeded);

    [Fact]
    public void Validate_EveryBound_IsNamed()
    {
        var options = new RedisLedgerOptions
        {
            Configuration = " ", Prefix = "a{b}", CallTimeout = TimeSpan.Zero, MaxInFlight = 0, MaxChanges = 999,
            PollEvery = TimeSpan.FromMilliseconds(1), ProbeEvery = TimeSpan.FromSeconds(3),
        };

        var failures = new RedisLedgerOptionsValidator().Validate(null, options).Failures!;

        Assert.Equal(
            ["Configuration", "Prefix", "CallTimeout", "MaxInFlight", "MaxChanges", "PollEvery", "ProbeEvery"],
            failures.Select(static failure => failure.Split(' ')[0]));
    }

    [Fact]
    public async Task AddRedisLedger_GivesOneLedgerForAllNames()
    {
        var services = new ServiceCollection().AddLogging().AddRedisLedger(options =>
            (options.Configuration, options.Prefix) = (SharedRedis.Server.Endpoint, "services-" + Guid.NewGuid().ToString("N")));
        await using var provider = services.BuildServiceProvider();

        var ledger = provider.GetRequiredService<ILedger>();

        Assert.Same(provider.GetRequiredService<RedisLedger>(), ledger);
        Assert.Same(((RedisLedger)ledger).Guard, provider.GetRequiredService<ILedgerGuard>());
        Assert.Equal(SubmissionResult.Created, (await ledger.SubmitAsync(Sample.Submission("a"), Stop)).Result);
    }

    [Fact]
    public async Task AddRedisLedger_WithABadSetting_FailsWithItsName()
    {
        await using var provider = new ServiceCollection().AddLogging().AddRedisLedger(options => options.MaxInFlight = 0).BuildServiceProvider();

        var fault = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<ILedger>());

        Assert.Contains("MaxInFlight is 0", fault.Message, StringComparison.Ordinal);
    }
}
