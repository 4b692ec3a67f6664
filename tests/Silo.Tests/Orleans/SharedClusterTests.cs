using System.Diagnostics;
using Muster.Client;
using Muster.Contracts;
using Muster.ControlPlane;
using Muster.Ledger.Tests;

namespace Muster.Silo.Tests;

/// <summary>A cluster that is registered on one of several silos is the others' as well: they enter it, and follow what becomes of it.</summary>
[Trait("Category", "Slow")]
public sealed class SharedClusterTests : IDisposable
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("muster-shared-");
    private readonly RedisServer _redis = RedisServer.Start();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _redis.Dispose();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task Cluster_RegisteredOnASiloThatIsGone_IsServedByAnother()
    {
        if (!Assets.AreThere && Environment.GetEnvironmentVariable("CI") is null)
            Assert.Skip($"There is no control plane to test against: {Assets.Remedy}");
        await using var plane = await ControlPlane.ControlPlane.StartAsync(new ControlPlaneOptions { Name = "east" }, Stop);
        await using var nodes = await HollowNodes.StartAsync(plane, HollowNode.Many("east-", 2, cpu: 64), new HollowOptions(), Stop);
        var kubeconfig = plane.WriteKubeconfig(plane.Muster, Path.Combine(_data.FullName, "east.kubeconfig"));
        var access = Kubeconfig.Read(await File.ReadAllTextAsync(kubeconfig, Stop), null);
        using var silos = new SiloSet(_redis, _data.FullName, $"--Muster:Credentials:Key={CredentialKeysTests.NewKey()}");
        await silos.AddAsync();
        await silos.AddAsync();
        using var second = silos[1].Client();
        using (var first = silos[0].Client())
            await first.AddClusterAsync("east", access, cancellationToken: Stop);
        // At once, on whichever silo it was registered.
        Assert.Equal(access.Server.AbsoluteUri, (await second.GetClusterAsync("east", Stop)).Server);
        await ReadyAsync(second, silos);

        using (Process.Start("kill", ["-TERM", $"{silos[0].Id}"]))
            Assert.Equal(0, await silos[0].ExitAsync());
        await ReadyAsync(second, silos);
        var job = await second.SubmitAsync(JobBuilder.Create("a").OnClusters("east").WithPodSet("main", 2, static p => p.Cpu("1").Image("busybox")).Build(), cancellationToken: Stop);
        await Wait.UntilAsync("the job has ended", async () => (await second.GetJobAsync(job.Id, Stop)).Status!.State == JobState.Succeeded, () => silos[1].Output);

        await silos.RestartAsync(0);
        using var back = silos[0].Client();
        Assert.Equal(["east"], (await back.ListClustersAsync(Stop)).Select(static c => c.Spec.Name));
        await second.RemoveClusterAsync("east", cancellationToken: Stop);
        await Wait.UntilAsync("the other silo knows that it is gone", async () => (await back.ListClustersAsync(Stop)).IsEmpty, () => silos[0].Output);
        Assert.All(Enumerable.Range(0, 2), i => Assert.DoesNotContain(access.Token ?? access.ClientKey!, silos[i].Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Add_WithoutAKey_IsRefusedWithWhatToSet()
    {
        using var silos = new SiloSet(_redis, _data.FullName);
        await silos.AddAsync();
        using var client = silos[0].Client();
        var refused = await Assert.ThrowsAsync<ClusterConflictException>(() => client.AddClusterAsync("east", RegisteringSilo.Access(), cancellationToken: Stop));
        foreach (var part in new[] { "Muster:Credentials:KeyFile", "openssl rand -base64 32", "Muster:Clusters" })
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        Assert.Empty(await client.ListClustersAsync(Stop));
    }

    private static Task<TimeSpan> ReadyAsync(MusterClient client, SiloSet silos) => Wait.UntilAsync(
        "the cluster is ready",
        async () =>
        {
            try
            {
                return (await client.GetClusterAsync("east", Stop)).Health == ClusterHealth.Ready;
            }
            catch (MusterException)
            {
                // Its grain is on its way from one silo to another.
                return false;
            }
        },
        () => silos[1].Output);
}
