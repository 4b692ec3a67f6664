namespace Orleans.Runtime;

/// <summary>Settings of a streaming call.</summary>
public static class AsyncEnumerableExtensions
{
    public static IAsyncEnumerable<T> WithBatchSize<T>(this IAsyncEnumerable<T> self, int maxBatchSize)
    {
        if (self is RemoteEnumerable<T> remote)
            remote.BatchSize = maxBatchSize;

        return self;
    }
}
