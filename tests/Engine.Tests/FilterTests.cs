using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Engine.Tests;

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<string> Greet(string who);

    Task Nothing();
}

public sealed class FilteredGrain : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    public Task<string> Greet(string who) =>
        who == "nobody" ? throw new RefusalException("nobody there", 1) : Task.FromResult($"hello {who}");

    public Task Nothing() => Task.CompletedTask;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        Signals.Note(this.GetPrimaryKeyString(), "own");
        await context.Invoke();
    }
}

public sealed class FilterTests : IAsyncLifetime
{
    private readonly string key = Signals.NewKey();
    private readonly InProcessTestCluster cluster;

    public FilterTests() => cluster = SharedCluster.Configure(new InProcessTestClusterBuilder(1))
        .ConfigureSilo((_, silo) => silo.AddIncomingGrainCallFilter(NoteAsync).AddIncomingGrainCallFilter<LoudFilter>())
        .Build();

    private IFilteredGrain Grain => cluster.Client.GetGrain<IFilteredGrain>(key);

    public async ValueTask InitializeAsync() => await cluster.DeployAsync();

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Filters_OfACall_RunInTheirOrderAndTheGrainsOwnLast()
    {
        Assert.Equal("HELLO YOU", await Grain.Greet("you"));
        Assert.Equal(["first IFilteredGrain.Greet", "second", "own", "second done", "first done"], Signals.Notes(key));
        await Grain.Nothing();
    }

    [Fact]
    public async Task Filter_OfACallThatThrows_SeesTheException()
    {
        await Assert.ThrowsAsync<RefusalException>(() => Grain.Greet("nobody"));
        Assert.Equal("first saw nobody there", Signals.Notes(key)[^1]);
    }

    private static async Task NoteAsync(IIncomingGrainCallContext context)
    {
        if (context.Grain is not FilteredGrain grain)
        {
            await context.Invoke();
            return;
        }

        var log = context.TargetId.Key.ToString()!;
        Signals.Note(log, $"first {context.InterfaceMethod.DeclaringType!.Name}.{context.MethodName}");
        Assert.Equal(typeof(IFilteredGrain).FullName, context.InterfaceName);
        Assert.Same(grain, context.TargetContext.GrainInstance);
        Assert.Equal(typeof(FilteredGrain), context.ImplementationMethod.DeclaringType);
        try
        {
            await context.Invoke();
            Signals.Note(log, "first done");
        }
        catch (RefusalException e)
        {
            Signals.Note(log, $"first saw {e.Message}");
            throw;
        }
    }

    private sealed class LoudFilter : IIncomingGrainCallFilter
    {
        public async Task Invoke(IIncomingGrainCallContext context)
        {
            if (context.Grain is FilteredGrain)
            {
                Signals.Note(context.TargetId.Key.ToString()!, "second");
            }

            await context.Invoke();
            if (context.Grain is FilteredGrain)
            {
                Signals.Note(context.TargetId.Key.ToString()!, "second done");
                context.Result = (context.Result as string)?.ToUpperInvariant();
            }
        }
    }
}
