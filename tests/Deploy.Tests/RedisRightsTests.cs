using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Muster.Client;
using Muster.Contracts;
using Muster.Ledger.Tests;
using Muster.Silo;

namespace Muster.Deploy.Tests;

/// <summary>The rights in Redis that are shipped are enough for a silo, and for nothing else.</summary>
public sealed partial class RedisRightsTests : IDisposable
{
    private const string Password = "s3cret";
    private static readonly string[] Rights = Repository.Read("deploy", "redis", "rights.acl").Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries);

    private readonly RedisServer _redis = RedisServer.Start();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("muster-rights-");

    public void Dispose()
    {
        _redis.Dispose();
        _folder.Delete(recursive: true);
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Silo_WithTheseRights_RunsAJobAndIsDeniedNothing()
    {
        await LimitAsync();
        await using var silo = MusterHost.Build(
            ["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={_folder.FullName}", "--Muster:Ledger:Kind=Redis", $"--Muster:Ledger:Redis:Configuration={_redis.Endpoint},password={Password}"],
            static builder => builder.Logging.ClearProviders());
        silo.OpenStores();
        await silo.StartAsync(TestContext.Current.CancellationToken);
        using var client = new MusterClient(new MusterClientOptions { Address = new(silo.Urls.First()) });

        var manifest = ManifestReader.Read(await File.ReadAllTextAsync(Repository.File("examples", "big-gang.yaml"), TestContext.Current.CancellationToken), "big-gang.yaml")[0];
        var handle = await client.SubmitAsync(manifest.Job, cancellationToken: TestContext.Current.CancellationToken);
        var job = await handle.WaitForCompletionAsync(new() { Timeout = TimeSpan.FromMinutes(2) }, TestContext.Current.CancellationToken);
        Assert.Equal(JobState.Succeeded, job.Status?.State);
        await handle.DeleteAsync(cancellationToken: TestContext.Current.CancellationToken);
        await silo.StopAsync(TestContext.Current.CancellationToken);

        Assert.Equal("", (await OperatorAsync("acl", "log")).Trim());
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Scripts_EveryCommandOfTheirs_IsAllowedOnMustersKeys()
    {
        await LimitAsync();
        var commands = Directory.EnumerateFiles(Repository.File("src", "Ledger", "Redis", "Scripts"), "*.lua")
            .SelectMany(static f => Command().Matches(File.ReadAllText(f)).Select(static m => m.Groups[1].Value)).Distinct().ToList();

        Assert.True(commands.Count >= 15, string.Join(' ', commands));
        foreach (var command in commands)
        {
            var arity = int.Parse((await OperatorAsync("command", "info", command)).Split('\n')[1], System.Globalization.CultureInfo.InvariantCulture);
            Assert.Equal("OK", (await OperatorAsync(["acl", "dryrun", "default", command, .. Enumerable.Repeat("{muster}:x", Math.Abs(arity) - 1)])).Trim());
        }
    }

    [Theory]
    [InlineData("flushall")]
    [InlineData("config", "set", "appendonly", "no")]
    [InlineData("keys", "*")]
    [InlineData("shutdown")]
    [InlineData("acl", "list")]
    [InlineData("script", "flush")]
    [InlineData("hset", "other", "a", "b")]
    public async Task Password_ForAnythingElse_IsOfNoUse(params string[] command)
    {
        await LimitAsync();

        Assert.Contains("NOPERM", await Kubectl.RunAsync("redis-cli", ["-p", $"{_redis.Port}", "--pass", Password, "--no-auth-warning", .. command]), StringComparison.Ordinal);
    }

    [Fact]
    public void Rights_OfCompose_AreTheseInAFile() =>
        Assert.Contains("../redis/rights.acl:/etc/redis/rights.acl:ro", Repository.Read("deploy", "compose", "compose.yaml"), StringComparison.Ordinal);

    [Fact]
    public void Rights_OnMembership_AreThoseOnTheServicesKey() => Assert.Contains("~muster/members/*", Rights);

    private async Task LimitAsync()
    {
        await Kubectl.RunAsync("redis-cli", "-p", $"{_redis.Port}", "acl", "setuser", "operator", "on", $">{Password}", "~*", "&*", "+@all");
        Assert.Equal("OK", (await OperatorAsync(["acl", "setuser", "default", "reset", "on", $">{Password}", .. Rights])).Trim());
        await OperatorAsync("acl", "log", "reset");
    }

    private Task<string> OperatorAsync(params string[] command) =>
        Kubectl.RunAsync("redis-cli", ["-p", $"{_redis.Port}", "--user", "operator", "--pass", Password, "--no-auth-warning", .. command]);

    [GeneratedRegex(@"call\('([A-Z]+)'")]
    private static partial Regex Command();
}
