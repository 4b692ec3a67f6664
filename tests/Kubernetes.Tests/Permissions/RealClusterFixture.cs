using Microsoft.Extensions.Logging.Abstractions;
using Muster.ControlPlane;
using Muster.Kubernetes.Tests;

[assembly: AssemblyFixture(typeof(RealClusterFixture))]

namespace Muster.Kubernetes.Tests;

/// <summary>One real control plane for the tests that leave it as they find it; started when the first of them asks for it.</summary>
public sealed class RealClusterFixture : IAsyncDisposable
{
    private readonly Lazy<Task<ControlPlane.ControlPlane>> _plane = new(static () => Muster.ControlPlane.ControlPlane.StartAsync(
        new ControlPlaneOptions { Name = "rights", WithControllerManager = false, TenantNamespaces = ["team-a"] }, CancellationToken.None));

    public Task<ControlPlane.ControlPlane> PlaneAsync() => _plane.Value;

    internal async Task<ApiServer> MusterAsync(ApiServerOptions? options = null) =>
        new(new FixedCredentials((await PlaneAsync()).Muster), options ?? TestApi.Loopback, TimeProvider.System, NullLogger.Instance);

    public async ValueTask DisposeAsync()
    {
        if (_plane.IsValueCreated)
            await (await _plane.Value).DisposeAsync();
    }
}
