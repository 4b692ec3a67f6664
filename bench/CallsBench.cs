using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Concurrency;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Muster.Bench;

/// <summary>Calls to a grain that is in memory and does nothing: what the engine itself costs.</summary>
internal static class CallsBench
{
    private static readonly int[] Callers = [1, 64];

    public static Command Command()
    {
        var calls = new Option<int>("--calls") { Description = "Calls of each kind.", DefaultValueFactory = static _ => 2_000_000 };
        var command = new Command("calls", "CPU time and bytes of a grain call.") { calls };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
            builder.Logging.SetMinimumLevel(LogLevel.Warning);
            builder.UseOrleans(static silo => silo.UseLocalhostClustering());
            using var host = builder.Build();
            await host.StartAsync(cancellationToken);
            var grains = host.Services.GetRequiredService<IGrainFactory>();
            var figures = new Figures();
            var count = parsed.GetValue(calls);
            foreach (var callers in Callers)
            {
                await Measure(figures, grains, $"int_{callers}", count, callers, static async (grain, n) => await grain.Add(n));
                await Measure(figures, grains, $"record_{callers}", count, callers, static async (grain, n) => await grain.Take(Parcel.Same));
                await Measure(figures, grains, $"one_way_{callers}", count, callers, static (grain, n) => grain.Tell(n));
            }
            await FromGrain(figures, grains, count);
            await host.StopAsync(cancellationToken);
            return figures.Print();
        });
        return command;
    }

    // Each caller has a grain of its own.
    private static async Task Measure(Figures figures, IGrainFactory grains, string name, int calls, int callers, Func<IBenchGrain, int, Task> call)
    {
        async Task Run(int each) => await Task.WhenAll(Enumerable.Range(0, callers).Select(caller => Task.Run(async () =>
        {
            var grain = grains.GetGrain<IBenchGrain>($"{name}-{caller}");
            for (var i = 0; i < each; i++)
                await call(grain, i);
            // Calls are taken in order: this one comes after all one-way ones.
            Figures.Require(await grain.Count() >= each, "a call was lost");
        })));

        await Run(calls / callers / 4);
        await Run(calls / callers / 4);
        var begin = Cost.Begin();
        await Run(calls / callers);
        Report(figures, name, calls, begin.End());
    }

    private static async Task FromGrain(Figures figures, IGrainFactory grains, int calls)
    {
        var caller = grains.GetGrain<IBenchGrain>("caller");
        await caller.Call("callee", calls / 2);
        var begin = Cost.Begin();
        await caller.Call("callee", calls);
        Report(figures, "grain_to_grain", calls, begin.End());
    }

    private static void Report(Figures figures, string name, int calls, Cost cost)
    {
        figures.Add($"cpu_ns_per_call_{name}", cost.CpuMicroseconds * 1000 / calls, "ns");
        figures.Add($"bytes_per_call_{name}", (double)cost.Allocated / calls, "B");
    }
}

/// <summary>A grain that does nothing.</summary>
[Alias("muster.bench-grain")]
public interface IBenchGrain : IGrainWithStringKey
{
    /// <summary>One number in, one out.</summary>
    [Alias("add")]
    Task<int> Add(int number);

    /// <summary>A record in, a number out.</summary>
    [Alias("take")]
    Task<int> Take(Parcel parcel);

    /// <summary>Nobody waits for it.</summary>
    [Alias("tell"), OneWay]
    Task Tell(int number);

    /// <summary>Calls so far.</summary>
    [Alias("count")]
    Task<int> Count();

    /// <summary>Calls another grain, one call after another.</summary>
    [Alias("call"), ResponseTimeout("00:10:00")]
    Task Call(string other, int times);
}

/// <summary>An argument.</summary>
[GenerateSerializer, Immutable, Alias("muster.bench-parcel")]
public sealed record Parcel([property: Id(0)] string Name, [property: Id(1)] long Weight)
{
    /// <summary>The only one.</summary>
    public static readonly Parcel Same = new("same", 1);
}

[GrainType("bench")]
internal sealed class BenchGrain : Grain, IBenchGrain
{
    private int _calls;

    public Task<int> Add(int number) => Task.FromResult(number + ++_calls);

    public Task<int> Take(Parcel parcel) => Task.FromResult(++_calls);

    public Task Tell(int number)
    {
        _calls++;
        return Task.CompletedTask;
    }

    public Task<int> Count() => Task.FromResult(_calls);

    public async Task Call(string other, int times)
    {
        var grain = GrainFactory.GetGrain<IBenchGrain>(other);
        for (var i = 0; i < times; i++)
            await grain.Add(i);
    }
}
