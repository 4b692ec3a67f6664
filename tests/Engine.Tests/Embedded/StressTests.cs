using System.Collections.Concurrent;
using System.Diagnostics;
using Orleans.Concurrency;
using Orleans.Runtime;
using Orleans.TestingHost;

namespace Orleans.Engine.Tests.Embedded;

public interface IStressGrain : IGrainWithStringKey
{
    Task Die();

    Task Wait(int milliseconds, CancellationToken cancellationToken);

    [ReadOnly]
    Task Read();

    [AlwaysInterleave]
    Task Peek();

    IAsyncEnumerable<int> Count(int upTo);

    Task Tick();

    Task<int> Chain(int depth, int number);
}

public sealed class StressGrain : Grain, IStressGrain
{
    private static int overlaps;
    private int inside;

    public static int Overlaps => overlaps;

    public Task Die()
    {
        Enter();
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public async Task Wait(int milliseconds, CancellationToken cancellationToken)
    {
        Enter();
        await Task.Delay(milliseconds, cancellationToken);
        Enter();
    }

    public Task Read() => YieldAsync();

    public Task Peek() => YieldAsync();

    public async IAsyncEnumerable<int> Count(int upTo)
    {
        for (var i = 0; i < upTo; i++)
        {
            await YieldAsync();
            yield return i;
        }
    }

    public Task Tick()
    {
        IGrainTimer? timer = null;
        var ticks = 0;
        timer = this.RegisterGrainTimer(
            async () =>
            {
                await YieldAsync();
                if (++ticks == 3)
                {
                    timer!.Dispose();
                }
            },
            TimeSpan.FromMilliseconds(1),
            TimeSpan.FromMilliseconds(1));
        return Task.CompletedTask;
    }

    public async Task<int> Chain(int depth, int number)
    {
        Enter();
        var below = depth == 0 ? -1 : await GrainFactory.GetGrain<IStressGrain>($"{depth}-{number % 100}").Chain(depth - 1, number * 31 % 1009);
        Enter();
        return below + 1;
    }

    private async Task YieldAsync()
    {
        Enter();
        await Task.Yield();
        Enter();
    }

    private void Enter()
    {
        if (Interlocked.Increment(ref inside) != 1)
        {
            Interlocked.Increment(ref overlaps);
        }

        Thread.SpinWait(20);
        Interlocked.Decrement(ref inside);
    }
}

/// <summary>Everything at once on all threads: whatever fails, fails for a reason, and nothing is lost.</summary>
public sealed class StressTests
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(3);

    [Fact]
    public async Task Calls_AmongSilosThatComeAndGo_AllEnd()
    {
        await using var cluster = new InProcessTestClusterBuilder(3).Build();
        await cluster.DeployAsync();
        var clock = Stopwatch.StartNew();
        var errors = new ConcurrentBag<Exception>();
        var callers = Enumerable.Range(0, 32).Select(seed => Task.Run(async () =>
        {
            var random = new Random(seed);
            while (clock.Elapsed < Duration)
            {
                try
                {
                    await CallAsync(cluster.Client.GetGrain<IStressGrain>($"0-{random.Next(200)}"), random);
                }
                catch (Exception e) when (e is OrleansException or EnumerationAbortedException or OperationCanceledException)
                {
                    // As it should be: a silo is gone, an activation ended, a token was cancelled.
                }
                catch (Exception e)
                {
                    errors.Add(e);
                }
            }
        }));
        var calls = Task.WhenAll(callers);
        await Task.WhenAll(calls, HarmAsync(cluster, calls)).WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        Assert.Empty(errors);
        Assert.Equal(0, StressGrain.Overlaps);
    }

    private static async Task HarmAsync(InProcessTestCluster cluster, Task until)
    {
        for (var round = 0; !until.IsCompleted; round++)
        {
            await Task.WhenAny(until, Task.Delay(300));
            var silo = cluster.Silos[round % 3];
            if (round % 2 == 0)
            {
                await cluster.KillSiloAsync(silo);
                await cluster.StartAdditionalSiloAsync();
            }
            else
            {
                await cluster.RestartSiloAsync(silo);
            }
        }
    }

    private static async Task CallAsync(IStressGrain grain, Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                await grain.Die();
                break;
            case 1:
                using (var source = new CancellationTokenSource(random.Next(5)))
                {
                    await grain.Wait(10, source.Token);
                }

                break;
            case 2:
                await grain.Read();
                break;
            case 3:
                await grain.Peek();
                break;
            case 4:
                await foreach (var value in grain.Count(5))
                {
                    if (value == random.Next(8))
                    {
                        break;
                    }
                }

                break;
            case 5:
                await grain.Tick();
                break;
            default:
                var depth = random.Next(4);
                Assert.Equal(depth, await grain.Chain(depth, random.Next(1000)));
                break;
        }
    }
}
