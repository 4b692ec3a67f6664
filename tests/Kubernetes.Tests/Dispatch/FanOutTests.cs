using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class FanOutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0, 4)]
    [InlineData(3, 4)]
    [InlineData(100, 4)]
    public async Task Run_EachNumber_OnceAndNoMoreThanAllowedAtATime(int count, int parallelism)
    {
        using var places = new SemaphoreSlim(parallelism);
        var done = new int[count];
        await FanOut.RunAsync(count, parallelism, async (i, _) =>
        {
            Assert.True(await places.WaitAsync(TimeSpan.Zero, Token));
            await Task.Yield();
            Interlocked.Increment(ref done[i]);
            places.Release();
        }, Token);
        Assert.All(done, static d => Assert.Equal(1, d));
    }

    [Fact]
    public async Task Run_OneIsRefused_WhatIsUnderWayIsWaitedForAndNothingNewIsBegun()
    {
        var gate = new TaskCompletionSource();
        var (begun, ended) = (0, 0);
        var run = FanOut.RunAsync(100, 2, async (i, _) =>
        {
            Interlocked.Increment(ref begun);
            if (i == 1)
                throw new BindingRefusedException("no");
            await gate.Task;
            Interlocked.Increment(ref ended);
            throw new ClusterUnreachableException("lost");
        }, Token);
        Assert.False(run.IsCompleted);
        gate.SetResult();
        // The refusal is certain; what is unknown is told of only when nothing is certain.
        await Assert.ThrowsAsync<BindingRefusedException>(() => run);
        Assert.Equal((2, 1), (begun, ended));
    }
}
