using Orleans.Runtime;

namespace Orleans.Engine.Tests;

public interface IPlainGrain : IGrainWithStringKey
{
    Task<string> Describe();
}

/// <summary>A grain without a base class.</summary>
public sealed class PlainGrain(IGrainContext context, IGrainFactory factory) : IGrainBase, IPlainGrain
{
    private bool isActive;

    public IGrainContext GrainContext => context;

    public Task OnActivateAsync(CancellationToken token)
    {
        isActive = true;
        return Task.CompletedTask;
    }

    public async Task<string> Describe() => $"{isActive} {this.GrainContext.GrainId.Key} "
        + await factory.GetGrain<ICallGrain>(context.GrainId.Key.ToString()!).Key();
}

public sealed class PlainGrainTests(SharedCluster cluster)
{
    [Fact]
    public async Task Grain_WithoutABaseClass_IsAGrainAllTheSame()
    {
        var key = Signals.NewKey();
        Assert.Equal($"True {key} {key}", await cluster.Client.GetGrain<IPlainGrain>(key).Describe());
    }
}
