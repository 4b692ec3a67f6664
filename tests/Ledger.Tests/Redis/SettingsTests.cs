using Muster.Contracts;
using static Muster.Ledger.Tests.TestLedger;

namespace Muster.Ledger.Tests;

/// <summary>A Redis that would lose what it is told is refused, with the setting and the command that mends it.</summary>
public sealed class SettingsTests
{
    private static readonly Dictionary<string, string> Info = new()
    {
        ["redis_version"] = "7.0.15", ["role"] = "master", ["aof_enabled"] = "1", ["maxmemory_policy"] = "noeviction",
    };

    private static readonly Dictionary<string, string> Config = new()
    {
        ["appendonly"] = "yes", ["appendfsync"] = "always", ["no-appendfsync-on-rewrite"] = "no", ["maxmemory-policy"] = "noeviction",
    };

    [Theory]
    [InlineData("appendonly", "no", "yes")]
    [InlineData("appendfsync", "everysec", "always")]
    [InlineData("appendfsync", "no", "always")]
    [InlineData("no-appendfsync-on-rewrite", "yes", "no")]
    [InlineData("maxmemory-policy", "allkeys-lru", "noeviction")]
    [InlineData("maxmemory-policy", "volatile-ttl", "noeviction")]
    public async Task Open_WithAnUnsafeSetting_IsRefusedUntilItIsMended(string setting, string bad, string good)
    {
        using var server = RedisServer.Start(setting, bad);

        var refusal = Assert.Throws<LedgerUnavailableException>(() => new TestLedger(Store.Redis, server: server));
        Assert.Contains($"{setting} is {bad}: CONFIG SET {setting} {good}", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, (long)server.Command("DBSIZE"));

        server.Command("CONFIG", "SET", setting, good);
        await using var t = new TestLedger(Store.Redis, server: server);
        await t.Ledger.QueuedAsync();
    }

    [Fact]
    public async Task Open_NotInProduction_TakesAnyRedis()
    {
        using var server = RedisServer.Start("appendonly", "no");
        await using var t = new TestLedger(Store.Redis, redis: o => o.Production = false, server: server);
        await t.Ledger.QueuedAsync();
    }

    [Fact]
    public async Task Open_WhereConfigIsNotAllowed_NeedsSomebodyToVouchForTheFlush()
    {
        using var server = RedisServer.Start();
        server.Command("ACL", "SETUSER", "default", "-config");

        var refusal = Assert.Throws<LedgerUnavailableException>(() => new TestLedger(Store.Redis, server: server));
        await using var t = new TestLedger(Store.Redis, redis: o => o.SettingsCheckedByOperator = true, server: server);

        Assert.Contains("appendfsync cannot be seen", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("SettingsCheckedByOperator", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("appendonly cannot", refusal.Message, StringComparison.Ordinal);
        await t.Ledger.QueuedAsync();
    }

    [Fact]
    public void Open_WhereConfigIsNotAllowed_WhatInfoShowsIsCheckedAllTheSame()
    {
        using var server = RedisServer.Start("appendonly", "no");
        server.Command("ACL", "SETUSER", "default", "-config");

        var refusal = Assert.Throws<LedgerUnavailableException>(() =>
            new TestLedger(Store.Redis, redis: o => o.SettingsCheckedByOperator = true, server: server));

        Assert.Contains("appendonly is no", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_OfAReplica_IsRefused()
    {
        using var primary = RedisServer.Start();
        using var replica = RedisServer.Start("replicaof", $"127.0.0.1 {primary.Port}");

        var refusal = Assert.Throws<LedgerUnavailableException>(() => new TestLedger(Store.Redis, server: replica));

        Assert.Contains("role is slave: name the primary", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("6.0.16", false)]
    [InlineData("6.2.14", false)]
    [InlineData("7.0.0", true)]
    [InlineData("8.2.1", true)]
    [InlineData("unknown", false)]
    public void Faults_Version_MustBeSevenOrLater(string version, bool fine)
    {
        var info = new Dictionary<string, string>(Info) { ["redis_version"] = version };
        Assert.Equal(fine ? [] : [$"redis_version is {version}: use 7.0 or later."], SettingsCheck.Faults(info, Config, checkedByOperator: false));
    }

    [Fact]
    public void Faults_NothingToBeSeen_EachIsNamed()
    {
        string[] faults = [.. SettingsCheck.Faults(new Dictionary<string, string>(), null, checkedByOperator: false)];

        Assert.Equal(["redis_version", "role", "appendonly", "appendfsync", "maxmemory-policy"], faults.Select(static f => f.Split(' ')[0]));
        Assert.Empty(SettingsCheck.Faults(new Dictionary<string, string>(), null, checkedByOperator: true));
    }

    [Fact]
    public async Task Open_WhereSomethingElseIsUnderThePrefix_TouchesNothing()
    {
        using var server = RedisServer.Start();
        server.Command("SET", "{mine}:meta", "precious");

        var refusal = Assert.Throws<LedgerCorruptException>(() => new TestLedger(Store.Redis, redis: o => o.Prefix = "mine", server: server));

        Assert.Contains("Prefix", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("precious", (string)server.Command("GET", "{mine}:meta")!);
        await using var t = new TestLedger(Store.Redis, redis: o => o.Prefix = "other", server: server);
        server.Command("HSET", "{other}:meta", "version", 99);
        var newer = await Assert.ThrowsAsync<LedgerCorruptException>(t.ReopenAsync);
        Assert.Contains("newer Muster", newer.Message, StringComparison.Ordinal);
    }
}
