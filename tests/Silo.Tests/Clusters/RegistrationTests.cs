using System.Collections.Immutable;
using System.Net;
using System.Text;
using System.Text.Json;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Clusters are registered by the API, checked first, kept with their credential, and never shown with it.</summary>
public sealed class RegistrationTests
{
    private const string Simulated = "--Muster:Simulation:Clusters:0:Name=sim";
    private const string SimulatedNodes = "--Muster:Simulation:Clusters:0:NodeGroups:0:Count=1";
    private const string SimulatedCpu = "--Muster:Simulation:Clusters:0:NodeGroups:0:Allocatable:cpu=4";

    private static readonly string[] WithSimulation = [Simulated, SimulatedNodes, "--Muster:Simulation:Clusters:0:NodeGroups:0:NamePrefix=sim-", SimulatedCpu];

    private static readonly AddClusterOptions InEurope = new() { Labels = ImmutableSortedDictionary<string, string>.Empty.Add("region", "eu") };

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Add_ANewCluster_IsReadyAndRunsJobsAlsoAfterARestart()
    {
        await using var silo = await RegisteringSilo.StartAsync(WithSimulation);
        var added = await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), InEurope, Stop);
        Assert.Equal(("east", "eu"), (added.Spec.Name, added.Spec.Labels["region"]));
        await ReadyAsync(silo, "east");
        await silo.RestartAsync();
        var cluster = await ReadyAsync(silo, "east");
        Assert.Equal(("https://east.example.com:6443/", "null-east"), (cluster.Server, cluster.Uid));
        Assert.Equal(RegisteringSilo.Secret, silo.Opened["east"].Current.Token);
        Assert.Equal(["east", "sim"], (await silo.Client.ListClustersAsync(Stop)).Select(static c => c.Spec.Name));
        var job = await silo.Client.SubmitAsync(JobBuilder.Create("a").OnClusters("east").WithPodSet("main", 1, static p => p.Cpu("1").Image("busybox")).Build(), cancellationToken: Stop);
        Assert.Equal(JobState.Succeeded, (await job.WaitForCompletionAsync(cancellationToken: Stop)).Status!.State);
    }

    [Fact]
    public async Task Add_Again_IsTheSameAndOtherLabelsNeedReplace()
    {
        await using var silo = await RegisteringSilo.StartAsync(WithSimulation);
        using var http = new HttpClient { BaseAddress = new Uri(silo.App.Urls.Single()) };
        Assert.Equal(HttpStatusCode.Created, (await PostAsync(http, "east")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await PostAsync(http, "east")).StatusCode);
        await Assert.ThrowsAsync<ClusterConflictException>(() => silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), InEurope, Stop));
        await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(token: "n3w"), InEurope with { Replace = true }, Stop);
        await ReadyAsync(silo, "east");
        await UntilAsync("the new token is used", () => Task.FromResult(silo.Opened["east"].Current.Token == "n3w"));
        Assert.Equal("eu", (await silo.Client.GetClusterAsync("east", Stop)).Spec.Labels["region"]);
    }

    [Fact]
    public async Task Add_WhatCannotBeUsed_NamesEachMissingRightAndRegistersNothingUnlessForced()
    {
        await using var silo = await RegisteringSilo.StartAsync(WithSimulation);
        silo.Found["east.example.com"] = new ClusterCheck
        {
            Reachable = true, Uid = "null-east", Missing = ["create pods in namespace a", "list nodes"], Problem = "2 rights are missing: create pods in namespace a; list nodes.",
        };
        var refused = await Assert.ThrowsAsync<ClusterCheckFailedException>(() => silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), cancellationToken: Stop));
        Assert.Contains("create pods in namespace a; list nodes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["sim"], (await silo.Client.ListClustersAsync(Stop)).Select(static c => c.Spec.Name));
        Assert.False(File.Exists(Path.Combine(silo.Data, "credentials", "east.json")));
        await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), new AddClusterOptions { Force = true }, Stop);
        Assert.Equal(2, (await silo.Client.CheckClusterAsync("east", cancellationToken: Stop)).Missing.Length);
        Assert.True((await silo.Client.CheckClusterAsync("sim", cancellationToken: Stop)).Reachable);
    }

    [Fact]
    public async Task Add_Credential_IsInItsFileAloneAndClosedToOthers()
    {
        await using var silo = await RegisteringSilo.StartAsync(WithSimulation);
        using var http = new HttpClient { BaseAddress = new Uri(silo.App.Urls.Single()) };
        var answers = new StringBuilder(await (await PostAsync(http, "east")).Content.ReadAsStringAsync(Stop));
        await ReadyAsync(silo, "east");
        foreach (var path in new[] { "v1/clusters", "v1/clusters/east", "metrics" })
            answers.Append(await http.GetStringAsync(new Uri(path, UriKind.Relative), Stop));
        // Also when it is refused, and when it makes no sense.
        silo.Found["east.example.com"] = new ClusterCheck { Problem = "it does not answer." };
        answers.Append(await (await PostAsync(http, "other")).Content.ReadAsStringAsync(Stop));
        answers.Append(await (await PostAsync(http, "No name")).Content.ReadAsStringAsync(Stop));
        var file = Path.Combine(silo.Data, "credentials", "east.json");
        Assert.Contains(RegisteringSilo.Secret, await File.ReadAllTextAsync(file, Stop), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(file)!));
        }
        Assert.DoesNotContain(RegisteringSilo.Secret, answers.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(silo.Log, static line => line.Contains(RegisteringSilo.Secret, StringComparison.Ordinal));
        await silo.App.StopAsync(Stop);
        foreach (var other in Directory.EnumerateFiles(silo.Data, "*", SearchOption.AllDirectories).Where(f => f != file && !f.EndsWith(".lock", StringComparison.Ordinal)))
            Assert.True((await ReadBytesAsync(other)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(RegisteringSilo.Secret)) < 0, $"{other} has the token");
        Assert.Contains(Directory.EnumerateFiles(Path.Combine(silo.Data, "audit")), static f => File.ReadAllText(f).Contains("cluster east", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://east.example.com/", "token", "access.server")]
    [InlineData("https://user@east.example.com/", "token", "access.server")]
    [InlineData("https://localhost/", "token", "access.server")]
    [InlineData("https://east.example.com/", "two words", "access.token")]
    [InlineData("https://east.example.com/", null, "access")]
    public async Task Add_AccessThatMakesNoSense_NamesTheField(string server, string? token, string field)
    {
        await using var silo = await RegisteringSilo.StartAsync(WithSimulation);
        var error = await Assert.ThrowsAsync<InvalidRequestException>(() =>
            silo.Client.AddClusterAsync("east", RegisteringSilo.Access() with { Server = new Uri(server), Token = token }, cancellationToken: Stop));
        Assert.Equal(field, Assert.Single(error.Errors).Field);
        Assert.False(Directory.Exists(Path.Combine(silo.Data, "credentials")));
    }

    [Fact]
    public async Task Remove_ThenGone_WithItsCredentialAndNotForConfiguredOnes()
    {
        await using var silo = await RegisteringSilo.StartAsync(WithSimulation);
        await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), cancellationToken: Stop);
        await silo.Client.RemoveClusterAsync("east", cancellationToken: Stop);
        await Assert.ThrowsAsync<ClusterNotFoundException>(() => silo.Client.GetClusterAsync("east", Stop));
        await Assert.ThrowsAsync<ClusterNotFoundException>(() => silo.Client.RemoveClusterAsync("east", cancellationToken: Stop));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(silo.Data, "credentials")));
        var error = await Assert.ThrowsAsync<ClusterConflictException>(() => silo.Client.RemoveClusterAsync("sim", force: true, Stop));
        Assert.Contains("Take it out of the configuration", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Accept_AClusterBuiltAnew_TakesItsIdentityAndOnlyThatWhichWasSeen()
    {
        await using var silo = await RegisteringSilo.StartAsync(WithSimulation);
        silo.Found["east.example.com"] = new ClusterCheck { Reachable = true, Uid = "the-old-one" };
        await silo.Client.AddClusterAsync("east", RegisteringSilo.Access(), cancellationToken: Stop);
        // The way leads to another one than was registered: it takes no work, and says so.
        var replaced = await UntilAsync("it is replaced", async () => await silo.Client.GetClusterAsync("east", Stop) is { Health: not ClusterHealth.Ready, LastHeartbeat: null } c ? c : null);
        Assert.Equal("the-old-one", replaced.Uid);
        silo.Found["east.example.com"] = new ClusterCheck { Reachable = true, Uid = "null-east" };
        await Assert.ThrowsAsync<ClusterConflictException>(() => silo.Client.AcceptClusterAsync("east", "a-third-one", Stop));
        Assert.Equal("null-east", (await silo.Client.AcceptClusterAsync("east", "null-east", Stop)).Uid);
        await ReadyAsync(silo, "east");
        silo.Found["other.example.com"] = new ClusterCheck { Reachable = true, Uid = "another" };
        await Assert.ThrowsAsync<ClusterReplacedException>(() => silo.Client.AddClusterAsync("east", RegisteringSilo.Access("other.example.com"), new AddClusterOptions { Replace = true }, Stop));
    }

    [Fact]
    public async Task Start_WithoutAnyCluster_UsesTheDemosAndTakesNoneBesideThem()
    {
        await using var silo = await RegisteringSilo.StartAsync();
        Assert.Contains(silo.Log, static line => line.Contains("the demo's simulated ones are used", StringComparison.Ordinal));
        Assert.Equal(3, (await silo.Client.ListClustersAsync(Stop)).Length);
        var refused = await Assert.ThrowsAsync<ClusterConflictException>(() => silo.Client.AddClusterAsync("mine", RegisteringSilo.Access(), cancellationToken: Stop));
        Assert.Contains("--Muster:Simulation:Demo=false", refused.Message, StringComparison.Ordinal);
        Assert.Equal(3, (await silo.Client.ListClustersAsync(Stop)).Length);
    }

    [Fact]
    public async Task Start_WithoutTheDemo_HasWhatIsRegistered()
    {
        await using var silo = await RegisteringSilo.StartAsync("--Muster:Simulation:Demo=false");
        Assert.Empty(await silo.Client.ListClustersAsync(Stop));
        await silo.Client.AddClusterAsync("mine", RegisteringSilo.Access(), cancellationToken: Stop);
        silo.Log.Clear();
        // What is registered keeps the demo away by itself.
        await silo.RestartAsync("--Muster:Simulation:Demo=true");
        Assert.Equal(["mine"], (await silo.Client.ListClustersAsync(Stop)).Select(static c => c.Spec.Name));
        Assert.DoesNotContain(silo.Log, static line => line.Contains("the demo's", StringComparison.Ordinal));
    }

    private static async Task<ClusterSnapshot> ReadyAsync(RegisteringSilo silo, string cluster) =>
        await UntilAsync($"{cluster} is ready", async () => await silo.Client.GetClusterAsync(cluster, Stop) is { Health: ClusterHealth.Ready } ready ? ready : null);

    private static Task<string> UntilAsync(string what, Func<Task<bool>> look) => UntilAsync(what, async () => await look() ? what : null);

    private static async Task<T> UntilAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        var begin = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(begin) < TimeSpan.FromSeconds(30))
        {
            if (await look() is { } seen)
                return seen;
            await Task.Delay(20, Stop);
        }
        throw new TimeoutException($"Expected within 30 s: {what}.");
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient http, string name)
    {
        var request = new ClusterRequest { Name = name, Access = RegisteringSilo.Access() };
        using var content = new StringContent(JsonSerializer.Serialize(request, ApiJson.Default.ClusterRequest), Encoding.UTF8, "application/json");
        return await http.PostAsync(new Uri("v1/clusters", UriKind.Relative), content, Stop);
    }

    private static async Task<byte[]> ReadBytesAsync(string path)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        await file.ReadExactlyAsync(bytes, Stop);
        return bytes;
    }
}
