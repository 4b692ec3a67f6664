using Muster.ControlPlane;

namespace Muster.Kubernetes.Tests;

/// <summary>A real control plane, started once for the tests of the reflector.</summary>
public sealed class PlaneFixture : IAsyncLifetime
{
    /// <summary>Null where the programs are not there.</summary>
    internal ControlPlane.ControlPlane? Plane { get; private set; }

    public async ValueTask InitializeAsync()
    {
        if (Assets.AreThere)
            Plane = await ControlPlane.ControlPlane.StartAsync(
                new ControlPlaneOptions { Name = "reflector", WithControllerManager = false }, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Plane is not null)
            await Plane.DisposeAsync();
    }
}
