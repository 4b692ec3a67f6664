using System.Runtime.CompilerServices;
using Orleans.Runtime;

namespace Orleans.Engine.Tests;

public interface IStreamGrain : IGrainWithStringKey
{
    IAsyncEnumerable<int> Count(int upTo);

    IAsyncEnumerable<string> Watch(string signal);

    IAsyncEnumerable<string> WatchUntil(string signal, CancellationToken cancellationToken);

    IAsyncEnumerable<int> FailAfter(int count);

    Task Deactivate();

    Task<int> Ping();
}

public sealed class StreamGrain : Grain, IStreamGrain
{
    public async IAsyncEnumerable<int> Count(int upTo)
    {
        for (var i = 0; i < upTo; i++)
        {
            if (i % 3 == 0)
            {
                await Task.Yield();
            }

            yield return i;
        }
    }

    public IAsyncEnumerable<string> Watch(string signal) => WatchUntil(signal, CancellationToken.None);

    public async IAsyncEnumerable<string> WatchUntil(string signal, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        try
        {
            yield return "first";
            Signals.Set($"in {signal}");
            await Task.Delay(Timeout.Infinite, cancellationToken);
            yield return "never";
        }
        finally
        {
            Signals.Set($"out {signal}");
        }
    }

    public async IAsyncEnumerable<int> FailAfter(int count)
    {
        for (var i = 0; i < count; i++)
        {
            yield return i;
        }

        await Task.Yield();
        throw new RefusalException("no more", count);
    }

    public Task Deactivate()
    {
        DeactivateOnIdle();
        return Task.CompletedTask;
    }

    public Task<int> Ping() => Task.FromResult(1);
}

public sealed class StreamTests(SharedCluster cluster)
{
    private readonly string key = Signals.NewKey();

    private IStreamGrain Grain => cluster.Client.GetGrain<IStreamGrain>(key);

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(1000)]
    public async Task Enumeration_OfAStream_YieldsAllInOrder(int count)
    {
        var seen = new List<int>();
        await foreach (var value in Grain.Count(count))
        {
            seen.Add(value);
        }

        Assert.Equal(Enumerable.Range(0, count), seen);
    }

    [Fact]
    public async Task WithBatchSize_OfAStream_YieldsTheSame()
    {
        var seen = new List<int>();
        await foreach (var value in Grain.Count(50).WithBatchSize(4))
        {
            seen.Add(value);
        }

        Assert.Equal(Enumerable.Range(0, 50), seen);
    }

    [Fact]
    public async Task Grain_ThatStreams_TakesOtherCalls()
    {
        await using var stream = Grain.Watch(key).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync());
        Assert.Equal("first", stream.Current);
        Assert.Equal(1, await Grain.Ping());
    }

    [Fact]
    public async Task Cancellation_OfAStream_EndsItOnBothSides()
    {
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var value in Grain.Watch(key).WithCancellation(source.Token))
            {
                Assert.Equal("first", value);
                await Signals.WaitAsync($"in {key}");
                await source.CancelAsync();
            }
        });
        await Signals.WaitAsync($"out {key}");
    }

    [Fact]
    public async Task Cancellation_OfATokenArgument_EndsTheStreamOnBothSides()
    {
        using var source = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var value in Grain.WatchUntil(key, source.Token))
            {
                Assert.Equal("first", value);
                await Signals.WaitAsync($"in {key}");
                await source.CancelAsync();
            }
        });
        await Signals.WaitAsync($"out {key}");
    }

    [Fact]
    public async Task Break_OutOfAStream_EndsItAtTheGrain()
    {
        await foreach (var value in Grain.Watch(key))
        {
            Assert.Equal("first", value);
            break;
        }

        await Signals.WaitAsync($"out {key}");
    }

    [Fact]
    public async Task Stream_ThatThrows_ThrowsAfterItsValues()
    {
        var seen = new List<int>();
        var error = await Assert.ThrowsAsync<RefusalException>(async () =>
        {
            await foreach (var value in Grain.FailAfter(3))
            {
                seen.Add(value);
            }
        });
        Assert.Equal(3, error.Code);
        Assert.Equal([0, 1, 2], seen);
    }

    [Fact]
    public async Task Stream_OfEndedActivation_IsAborted()
    {
        await using var stream = Grain.Watch(key).GetAsyncEnumerator(TestContext.Current.CancellationToken);
        Assert.True(await stream.MoveNextAsync());
        await Grain.Deactivate();
        await Signals.WaitAsync($"out {key}");
        await Assert.ThrowsAsync<EnumerationAbortedException>(() => stream.MoveNextAsync().AsTask());
    }
}
