using Muster.ControlPlane;

namespace Muster.Kubernetes.Tests;

/// <summary>
/// A test on the shared clusters, one at a time: both are as at their start when it begins, without nodes and pods.
/// </summary>
[Collection(Collection)]
[Trait("Category", "Slow")]
public abstract class PlaneTest(SharedPlanes planes) : IAsyncLifetime
{
    public const string Collection = "control planes";

    private readonly List<HollowNodes> _nodes = [];

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected Muster.ControlPlane.ControlPlane East { get; private set; } = null!;

    protected Muster.ControlPlane.ControlPlane West { get; private set; } = null!;

    public virtual async ValueTask InitializeAsync()
    {
        (East, West) = await planes.GetAsync();
        await Task.WhenAll(East.ResetAsync(), West.ResetAsync());
    }

    public virtual async ValueTask DisposeAsync()
    {
        foreach (var nodes in _nodes)
            await nodes.DisposeAsync();
    }

    /// <summary>Starts kubelets that end with the test.</summary>
    protected async Task<HollowNodes> StartNodesAsync(
        Muster.ControlPlane.ControlPlane plane, IEnumerable<HollowNode> nodes, HollowOptions? options = null)
    {
        var started = await HollowNodes.StartAsync(plane, nodes, options ?? new HollowOptions { StopTime = TimeSpan.FromMilliseconds(20) }, Cancellation);
        _nodes.Add(started);
        return started;
    }
}
