using System.Collections.Concurrent;
using Muster.ControlPlane;
using Muster.Grains.Tests;

[assembly: AssemblyFixture(typeof(ControlPlanes))]

namespace Muster.Grains.Tests;

/// <summary>Control planes that tests share, one after another: each is started when it is first asked for, and goes with the process.</summary>
public sealed class ControlPlanes : IAsyncDisposable
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<ControlPlane.ControlPlane>>> Started = new(StringComparer.Ordinal);

    /// <summary>Held by the test that uses them.</summary>
    internal static SemaphoreSlim Turn { get; } = new(1);

    internal static Task<ControlPlane.ControlPlane> GetAsync(string name) => Started.GetOrAdd(name, static n => new(
        () => ControlPlane.ControlPlane.StartAsync(new ControlPlaneOptions { Name = n }, CancellationToken.None))).Value;

    public async ValueTask DisposeAsync()
    {
        foreach (var plane in Started.Values)
            await (await plane.Value).DisposeAsync();
    }
}
