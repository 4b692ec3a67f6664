using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;
using Muster.ControlPlane;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class ControlPlaneTests(SharedPlanes planes) : PlaneTest(planes)
{
    [Fact]
    public async Task Start_TwoClusters_EachHasAnIdentityOfItsOwn()
    {
        var uids = await Task.WhenAll(new[] { East, West }.Select(async p => (string)(await GetAsync(p.AdminClient, "api/v1/namespaces/kube-system"))["metadata"]!["uid"]!));

        Assert.NotEqual(uids[0], uids[1]);
    }

    [Fact]
    public async Task Muster_Rights_AreThoseOfTheManifest()
    {
        using var client = ClientOf(East.Muster);
        var pods = new PodClient(client, "research");

        await pods.CreateAsync(PodClient.Pod("mine"));
        await pods.BindAsync("mine", "somewhere");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "api/v1/nodes"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "readyz"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "api/v1/namespaces/default/secrets"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(client, "api/v1/namespaces/kube-system/configmaps"));
    }

    [Fact]
    public async Task Muster_ByCertificateOrForeignAuthority_IsKnownOrRefused()
    {
        using var client = ClientOf(East.MusterByCertificate());
        using var stranger = Authority.Create("nobody");
        using var distrusting = ClientOf(East.Muster with { CertificateAuthority = stranger.Certificate });

        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client, "api/v1/pods"));
        await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync(distrusting, "version"));
    }

    [Fact]
    public async Task RotateToken_TheOldOne_IsRefused()
    {
        using var old = ClientOf(East.Muster);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(old, "api/v1/nodes"));

        await East.RotateTokenAsync();

        using var renewed = ClientOf(East.Muster);
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(old, "api/v1/nodes"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(renewed, "api/v1/nodes"));
    }

    [Fact]
    public async Task KillApiServer_AndStart_KeepsStateAndAddress()
    {
        var uid = await new PodClient(East.AdminClient).CreateAsync(PodClient.Pod("stays"));

        await East.KillApiServerAsync();
        await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync(East.AdminClient, "readyz"));
        await East.StartApiServerAsync();

        Assert.Equal(uid, (string?)(await new PodClient(East.AdminClient).FindAsync("stays"))!["metadata"]!["uid"]);
    }

    [Fact]
    public async Task Suspend_ACall_IsAnsweredAfterResume()
    {
        East.Suspend();
        var call = StatusAsync(East.AdminClient, "version");
        var west = await StatusAsync(West.AdminClient, "version");
        var answered = call.IsCompleted;
        East.Resume();

        Assert.Equal(HttpStatusCode.OK, west);
        Assert.False(answered);
        Assert.Equal(HttpStatusCode.OK, await call);
    }

    [Fact]
    public async Task Compact_AnOldWatch_IsGone()
    {
        var before = (string)(await GetAsync(East.AdminClient, "api/v1/pods"))["metadata"]!["resourceVersion"]!;
        Assert.Equal("ADDED", await FirstEventAsync(before, created: true));

        await East.CompactAsync();

        Assert.Equal("ERROR 410", await FirstEventAsync(before, created: false));
    }

    [Fact]
    public async Task Reset_Leftovers_AreGone()
    {
        await new PodClient(East.AdminClient, "research").CreateAsync(PodClient.Pod("left"));
        await StartNodesAsync(East, HollowNode.Many("left", 2));
        await East.AdminClient.DeleteAsync("apis/rbac.authorization.k8s.io/v1/clusterroles/muster-observer", Cancellation);

        await East.ResetAsync();

        using var muster = ClientOf(East.Muster);
        Assert.Empty((await GetAsync(muster, "api/v1/pods"))["items"]!.AsArray());
        Assert.Empty((await GetAsync(muster, "api/v1/nodes"))["items"]!.AsArray());
    }

    [Fact]
    public async Task WriteKubeconfig_Kubectl_CanUseIt()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory("muster-kubeconfig-").FullName, "east.kubeconfig");
        await StartNodesAsync(East, HollowNode.Many("seen", 2));

        East.WriteKubeconfig(East.Muster, path);
        using var kubectl = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo(
            Path.Combine(Assets.Folder(), "kubectl"), ["--kubeconfig", path, "get", "nodes", "-o", "name"]) { RedirectStandardOutput = true })!;
        var said = await kubectl.StandardOutput.ReadToEndAsync(Cancellation);

        Assert.Equal("node/seen0\nnode/seen1\n", said);
    }

    internal static HttpClient ClientOf(ClusterAccess access)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.ImportFromPem(access.CertificateAuthority);
        var handler = new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } };
        if (access.ClientCertificate is { } certificate)
            handler.SslOptions.ClientCertificates = [X509Certificate2.CreateFromPem(certificate, access.ClientKey)];
        var client = new HttpClient(handler) { BaseAddress = access.Server };
        if (access.Token is { } token)
            client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    internal static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(path, Cancellation);
        return response.StatusCode;
    }

    private static async Task<JsonNode> GetAsync(HttpClient client, string path) => JsonNode.Parse(await client.GetStringAsync(path, Cancellation))!;

    private async Task<string> FirstEventAsync(string revision, bool created)
    {
        if (created)
            await new PodClient(East.AdminClient).CreateAsync(PodClient.Pod("seen"));
        using var response = await East.AdminClient.GetAsync($"api/v1/pods?watch=true&resourceVersion={revision}", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Cancellation));
        var said = JsonNode.Parse((await reader.ReadLineAsync(Cancellation))!)!;
        return (string)said["type"]! == "ERROR" ? $"ERROR {said["object"]!["code"]}" : (string)said["type"]!;
    }
}
