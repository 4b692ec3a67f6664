using Muster.ControlPlane;
using Muster.Kubernetes.Tests;

[assembly: AssemblyFixture(typeof(SharedPlanes))]

namespace Muster.Kubernetes.Tests;

/// <summary>Two clusters, east and west, for all tests of the assembly: started by the first that asks, ended after the last.</summary>
public sealed class SharedPlanes : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private Task<Muster.ControlPlane.ControlPlane>? _east;
    private Task<Muster.ControlPlane.ControlPlane>? _west;

    /// <summary>Both clusters. Where there are no programs to run one, the test that asks is skipped; under CI it fails.</summary>
    public async Task<(Muster.ControlPlane.ControlPlane East, Muster.ControlPlane.ControlPlane West)> GetAsync()
    {
        RequireAssets();
        lock (_gate)
        {
            _east ??= StartAsync("east");
            _west ??= StartAsync("west");
        }
        return (await _east, await _west);
    }

    /// <summary>Skips the test, or fails it under CI, where no cluster can be started.</summary>
    public static void RequireAssets()
    {
        if (Assets.AreThere)
            return;
        if (!string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI")))
            Assert.Fail($"There is no control plane to test against: {Assets.Remedy}");
        Assert.Skip(Assets.Remedy);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var plane in new[] { _east, _west })
            if (plane is { IsCompletedSuccessfully: true })
                await (await plane).DisposeAsync();
    }

    private static Task<Muster.ControlPlane.ControlPlane> StartAsync(string name) =>
        Muster.ControlPlane.ControlPlane.StartAsync(new ControlPlaneOptions { Name = name, TenantNamespaces = ["research"] }, default);
}
