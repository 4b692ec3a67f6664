using System.Collections.Immutable;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Embedded;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Engine.Tests.Embedded;

[GenerateSerializer]
public sealed record Sound(string Name, ImmutableArray<Sound> Parts, DateTimeOffset? At);

[GenerateSerializer]
public sealed record Settable
{
    public int Value { get; set; }
}

[GenerateSerializer]
[Immutable]
public sealed class Promised
{
    public byte[] Bytes { get; init; } = [];
}

[GenerateSerializer]
public readonly record struct Holder(Settable Inner);

public sealed record Unmarked(int Value);

public interface ISoundGrain : IGrainWithStringKey
{
    Task Take(Sound sound, Promised promised, ISoundGrain other, CancellationToken cancellationToken);

    ValueTask<ImmutableDictionary<string, Sound>> Map(IReadOnlyList<Guid> ids, (int, TimeSpan?) pair, DayOfWeek day);

    IAsyncEnumerable<Sound> All([Immutable] byte[] key);
}

public interface IUnsoundGrain : IGrainWithStringKey
{
    Task Array(int[] values);

    Task<List<int>> List();

    Task Object(object value);

    Task Set(Settable value);

    Task Hold(Holder value);

    Task NotMarked(Unmarked value);

    Task Nested(ImmutableArray<Settable> values);

    int NotATask();

    Task TwoTokens(CancellationToken first, CancellationToken second);
}

/// <summary>Generic, so that no silo finds it by itself.</summary>
public sealed class UnsoundGrain<T> : Grain, IUnsoundGrain
{
    public Task Array(int[] values) => Task.CompletedTask;

    public Task<List<int>> List() => Task.FromResult(new List<int>());

    public Task Object(object value) => Task.CompletedTask;

    public Task Set(Settable value) => Task.CompletedTask;

    public Task Hold(Holder value) => Task.CompletedTask;

    public Task NotMarked(Unmarked value) => Task.CompletedTask;

    public Task Nested(ImmutableArray<Settable> values) => Task.CompletedTask;

    public int NotATask() => 0;

    public Task TwoTokens(CancellationToken first, CancellationToken second) => Task.CompletedTask;
}

public sealed class ContractTests
{
    [Fact]
    public void FaultsOf_InterfaceOfImmutableValues_AreNone() => Assert.Empty(ContractCheck.FaultsOf(typeof(ISoundGrain)));

    [Theory]
    [InlineData(nameof(IUnsoundGrain.Array), "ImmutableArray<System.Int32>")]
    [InlineData(nameof(IUnsoundGrain.List), "System.Collections.Immutable")]
    [InlineData(nameof(IUnsoundGrain.Object), "not marked [GenerateSerializer]")]
    [InlineData(nameof(IUnsoundGrain.Set), "init-only")]
    [InlineData(nameof(IUnsoundGrain.Hold), "init-only")]
    [InlineData(nameof(IUnsoundGrain.NotMarked), "not marked [GenerateSerializer]")]
    [InlineData(nameof(IUnsoundGrain.Nested), "init-only")]
    [InlineData(nameof(IUnsoundGrain.NotATask), "return Task")]
    [InlineData(nameof(IUnsoundGrain.TwoTokens), "one CancellationToken")]
    public void FaultsOf_InterfaceOfMutableValues_NameTheMethodAndTheCure(string method, string cure)
    {
        var fault = Assert.Single(ContractCheck.FaultsOf(typeof(IUnsoundGrain)), f => f.Contains($".{method}:", StringComparison.Ordinal));
        Assert.Contains(cure, fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task StartAsync_WithAnUnsoundInterface_IsRefused()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.UseOrleans(silo => silo.Configure<GrainTypeOptions>(o => o.Classes.Add(typeof(UnsoundGrain<int>))));
        using var host = builder.Build();
        var error = await Assert.ThrowsAsync<OrleansConfigurationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"{typeof(IUnsoundGrain)}.{nameof(IUnsoundGrain.Array)}", error.Message, StringComparison.Ordinal);
        Assert.Equal(SiloStatus.Created, host.Services.GetRequiredService<Silo>().Status);
    }
}
