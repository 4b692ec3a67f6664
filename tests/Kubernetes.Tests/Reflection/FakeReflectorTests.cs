namespace Muster.Kubernetes.Tests;

/// <summary>The contract, against the fake.</summary>
public sealed class FakeReflectorTests : ReflectorContract
{
    private protected override async Task<IStage> StageAsync() => await FakeStage.StartAsync();
}
