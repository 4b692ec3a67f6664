using Microsoft.Extensions.Logging.Abstractions;
using Muster.ControlPlane;

namespace Muster.Kubernetes.Tests;

/// <summary>A real control plane as a stage; the reflector's connections go through its proxy.</summary>
internal sealed class RealStage(ControlPlane.ControlPlane plane) : IStage
{
    private readonly ApiServer _server = new(
        new FixedCredentials(plane.Admin with { Server = plane.Proxy.Server }),
        new ApiServerOptions { CallTimeout = TimeSpan.FromSeconds(5), Addresses = new AddressRules { AllowLoopback = true } },
        TimeProvider.System, NullLogger.Instance);

    public IApiServer Server => _server;

    public HttpClient Admin => plane.AdminClient;

    public void Cut() => plane.Proxy.Cut();

    public void Block() => plane.Proxy.Mode = ProxyMode.Refuse;

    public void Unblock() => plane.Proxy.Mode = ProxyMode.Open;

    public void BlackHole() => plane.Proxy.Mode = ProxyMode.BlackHole;

    public Task CompactAsync() => plane.CompactAsync();

    public async Task RestartAsync()
    {
        await plane.KillApiServerAsync();
        await plane.StartApiServerAsync();
    }

    public ValueTask DisposeAsync()
    {
        plane.Proxy.Mode = ProxyMode.Open;
        _server.Dispose();
        return ValueTask.CompletedTask;
    }
}
