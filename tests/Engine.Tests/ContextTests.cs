using Orleans.Runtime;

namespace Orleans.Engine.Tests;

public interface IContextGrain : IGrainWithStringKey
{
    Task<string?> Get(string name);

    Task<string?> GetAtCallee(string other, string name);

    Task SetSynchronously(string name, string value);

    Task<string?> GetAfterAwait(string name);
}

public sealed class ContextGrain : Grain, IContextGrain
{
    public Task<string?> Get(string name) => Task.FromResult(RequestContext.Get(name) as string);

    public Task<string?> GetAtCallee(string other, string name)
    {
        RequestContext.Set("added", "by the grain between");
        return GrainFactory.GetGrain<IContextGrain>(other).Get(name);
    }

    public Task SetSynchronously(string name, string value)
    {
        RequestContext.Set(name, value);
        return Task.CompletedTask;
    }

    public async Task<string?> GetAfterAwait(string name)
    {
        await Task.Delay(1);
        await Task.Run(() => { });
        return RequestContext.Get(name) as string;
    }
}

public sealed class ContextTests(SharedCluster cluster)
{
    private readonly string key = Signals.NewKey();

    private IContextGrain Grain => cluster.Client.GetGrain<IContextGrain>(key);

    [Fact]
    public async Task RequestContext_OfTheCaller_ReachesTheCallee()
    {
        RequestContext.Set("token", "t-1");
        Assert.Equal("t-1", await Grain.Get("token"));
        Assert.Equal("t-1", await Grain.GetAfterAwait("token"));
        Assert.Equal("t-1", await Grain.GetAtCallee($"{key}-other", "token"));
        Assert.True(RequestContext.Remove("token"));
        Assert.Null(await Grain.Get("token"));
    }

    [Fact]
    public async Task RequestContext_OfTheCallee_DoesNotReachTheCaller()
    {
        Assert.Equal("by the grain between", await Grain.GetAtCallee($"{key}-other", "added"));
        Assert.Null(RequestContext.Get("added"));
        await Grain.SetSynchronously("left", "behind");
        Assert.Null(RequestContext.Get("left"));
        Assert.Null(await Grain.Get("left"));
    }
}
