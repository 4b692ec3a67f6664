using System.Net;
using Muster.ControlPlane;

namespace Muster.Kubernetes.Tests;

public sealed class ChaosProxyTests(SharedPlanes planes) : PlaneTest(planes)
{
    [Fact]
    public async Task Refuse_ThenOpen_CallsFailAndThenPass()
    {
        using var client = ControlPlaneTests.ClientOf(East.Muster);
        Assert.Equal(HttpStatusCode.OK, await ControlPlaneTests.StatusAsync(client, "version"));

        East.Proxy.Mode = ProxyMode.Refuse;
        await Assert.ThrowsAsync<HttpRequestException>(() => ControlPlaneTests.StatusAsync(client, "version"));
        var direct = await ControlPlaneTests.StatusAsync(East.AdminClient, "version");
        East.Proxy.Mode = ProxyMode.Open;

        Assert.Equal(HttpStatusCode.OK, direct);
        Assert.Equal(HttpStatusCode.OK, await ControlPlaneTests.StatusAsync(client, "version"));
    }

    [Fact]
    public async Task BlackHole_AnOpenConnection_StaysAndIsSilent()
    {
        using var client = ControlPlaneTests.ClientOf(East.Muster);
        await ControlPlaneTests.StatusAsync(client, "version");
        var connections = East.Proxy.ConnectionCount;

        East.Proxy.Mode = ProxyMode.BlackHole;
        var call = ControlPlaneTests.StatusAsync(client, "version");
        for (var i = 0; i < 20; i++)
            await ControlPlaneTests.StatusAsync(East.AdminClient, "version");
        var (answered, still) = (call.IsCompleted, East.Proxy.ConnectionCount);
        East.Proxy.Mode = ProxyMode.Open;

        Assert.False(answered);
        Assert.Equal(connections, still);
        Assert.Equal(HttpStatusCode.OK, await call);
    }

    [Fact]
    public async Task Cut_AWatch_Breaks()
    {
        using var client = ControlPlaneTests.ClientOf(East.Muster);
        using var watch = await client.GetAsync("api/v1/pods?watch=true", HttpCompletionOption.ResponseHeadersRead, Cancellation);
        using var stream = await watch.Content.ReadAsStreamAsync(Cancellation);
        var read = stream.ReadAsync(new byte[1], Cancellation).AsTask();

        East.Proxy.Cut();

        await Assert.ThrowsAnyAsync<IOException>(() => read);
        Assert.Equal(HttpStatusCode.OK, await ControlPlaneTests.StatusAsync(client, "version"));
    }
}
