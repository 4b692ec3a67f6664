using Muster.ControlPlane;

namespace Muster.Kubernetes.Tests;

/// <summary>The contract, against a real control plane.</summary>
public sealed class RealReflectorTests(PlaneFixture fixture) : ReflectorContract, IClassFixture<PlaneFixture>
{
    private protected override Task<IStage> StageAsync()
    {
        Assert.SkipUnless(fixture.Plane is not null, $"there is no control plane on this machine: {Assets.Remedy}");
        return Task.FromResult<IStage>(new RealStage(fixture.Plane!));
    }
}
