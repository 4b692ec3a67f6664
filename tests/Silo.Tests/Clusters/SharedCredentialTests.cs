using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Muster.Client;
using Muster.Contracts;
using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>With a key and a ledger on Redis, what is registered on one silo can be used by another that shares the ledger.</summary>
[Trait("Category", "Slow")]
public sealed class SharedCredentialTests : IDisposable
{
    private static readonly string Key = CredentialKeysTests.NewKey();
    private readonly RedisServer _redis = RedisServer.Start();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _redis.Dispose();

    [Fact]
    public async Task Add_OnOneSilo_IsEnteredByAnotherAndFollowedToItsEnd()
    {
        await using var one = await StartAsync(Key);
        await using var two = await StartAsync(Key);
        await one.Client.AddClusterAsync("east", RegisteringSilo.Access(), cancellationToken: Stop);
        // At once: what a silo does not know it looks up.
        Assert.Equal("https://east.example.com:6443/", (await two.Client.GetClusterAsync("east", Stop)).Server);
        await UntilAsync(two, static s => s.Opened.TryGetValue("east", out var c) && c.Current.Token == RegisteringSilo.Secret);

        await one.Client.AddClusterAsync("east", RegisteringSilo.Access(token: "n3w"), new AddClusterOptions { Replace = true }, Stop);
        await UntilAsync(two, static s => s.Opened["east"].Current.Token == "n3w");

        await one.Client.RemoveClusterAsync("east", cancellationToken: Stop);
        await Wait.UntilAsync("the other silo knows that it is gone", async () => (await two.Client.ListClustersAsync(Stop)).IsEmpty);
        // And keeps no way to it, with its credential.
        await Wait.UntilAsync("the way is closed", () => Task.FromResult(two.App.Services.GetRequiredService<KubernetesFleet>().Ways == 0));
        Assert.Equal(0, (int)_redis.Command("EXISTS", "{muster}:cluster:east"));
    }

    [Fact]
    public async Task Add_WithAKey_KeepsTheCredentialSealedInTheLedgerAlone()
    {
        await using var silo = await StartAsync(Key);
        await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), cancellationToken: Stop);
        var text = (string)_redis.Command("HGET", "{muster}:cluster:east", "access")!;
        Assert.StartsWith("v1.", text, StringComparison.Ordinal);
        Assert.DoesNotContain(RegisteringSilo.Secret, Encoding.UTF8.GetString(Convert.FromBase64String(text[(text.LastIndexOf('.') + 1)..])), StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(silo.Data, "credentials")));
        Assert.DoesNotContain(silo.Log, static line => line.Contains(RegisteringSilo.Secret, StringComparison.Ordinal) || line.Contains(Key, StringComparison.Ordinal));

        // The same again leaves it; and a restart finds it.
        await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(token: "other"), cancellationToken: Stop);
        await silo.RestartAsync();
        await UntilAsync(silo, static s => s.Opened["east"].Current.Token == RegisteringSilo.Secret);
    }

    [Fact]
    public async Task Keys_Rotated_OpenWhatWasSealedAndSayWhatIsToBeSealedAnew()
    {
        var next = CredentialKeysTests.NewKey();
        await using var silo = await StartAsync(Key);
        await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), cancellationToken: Stop);
        silo.Opened.Clear();
        await silo.RestartAsync($"--Muster:Credentials:Key={next},{Key}");
        await UntilAsync(silo, static s => s.Opened.ContainsKey("east"));
        Assert.Contains(silo.Log, static line => line.Contains("east is sealed with a key that is not the first", StringComparison.Ordinal));
        await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), new AddClusterOptions { Replace = true }, Stop);
        silo.Opened.Clear();
        await silo.RestartAsync($"--Muster:Credentials:Key={next}");
        await UntilAsync(silo, static s => s.Opened["east"].Current.Token == RegisteringSilo.Secret);
    }

    [Fact]
    public async Task Key_OfAnotherSilo_ShowsAsUnauthorizedWithWhatToDo()
    {
        await using var one = await StartAsync(Key);
        await one.Client.AddClusterAsync("east", RegisteringSilo.Access(), cancellationToken: Stop);
        await using var two = await StartAsync(CredentialKeysTests.NewKey());
        await Wait.UntilAsync("it shows", async () => await two.Client.GetClusterAsync("east", Stop) is { Health: ClusterHealth.Unauthorized, Problem: { } problem }
            && problem.Contains("Give every silo the same Muster:Credentials:Key", StringComparison.Ordinal));
    }

    private static Task<TimeSpan> UntilAsync(RegisteringSilo silo, Func<RegisteringSilo, bool> holds) =>
        Wait.UntilAsync("the silo has the way", () => Task.FromResult(silo.Opened.ContainsKey("east") && holds(silo)));

    private Task<RegisteringSilo> StartAsync(string key) => RegisteringSilo.StartAsync(
        "--Muster:Ledger:Kind=Redis", $"--Muster:Ledger:Redis:Configuration={_redis.Endpoint}", $"--Muster:Credentials:Key={key}",
        "--Muster:Simulation:Demo=false");
}
