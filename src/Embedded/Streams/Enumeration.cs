namespace Orleans.Embedded;

/// <summary>An enumeration on the grain's side.</summary>
internal abstract class Enumeration : IAsyncDisposable
{
    /// <summary>Lets a waiting step go, so that the activation can end.</summary>
    public abstract void Abort();

    public abstract ValueTask DisposeAsync();
}

internal sealed class Enumeration<T> : Enumeration
{
    private readonly CancellationTokenSource stop = new();
    private readonly TaskCompletionSource aborted = new();
    private readonly IAsyncEnumerator<T> source;
    private Task<bool>? moving;

    public Enumeration(StreamRequest<T> beginning, object grain)
    {
        var own = (StreamRequest<T>)beginning.Duplicate();
        own.Token = stop.Token;
        source = own.Call(grain).GetAsyncEnumerator(stop.Token);
    }

    public async Task<StreamStep<T>> NextAsync(int batchSize)
    {
        moving ??= source.MoveNextAsync().AsTask();
        await Task.WhenAny(moving, aborted.Task);
        if (!moving.IsCompleted)
            return new([], IsLast: true, IsAborted: true);

        var values = new List<T>();
        while (await moving)
        {
            values.Add(source.Current);
            moving = source.MoveNextAsync().AsTask();
            if (values.Count >= batchSize || !moving.IsCompletedSuccessfully)
                return new(values, IsLast: false, IsAborted: false);
        }

        return new(values, IsLast: true, IsAborted: false);
    }

    public override void Abort() => aborted.TrySetResult();

    public override async ValueTask DisposeAsync()
    {
        Stop();
        if (moving is not null)
            await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        await source.DisposeAsync();
        stop.Dispose();
    }

    private void Stop()
    {
        Abort();
        stop.Cancel();
    }
}
