using System.Collections.Concurrent;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Many requests side by side, a bounded number at a time.</summary>
internal static class FanOut
{
    /// <summary>
    /// Does something for each number below <paramref name="count"/>. After a failure nothing new is begun, and what is under way is
    /// waited for: a write that is given up may still be done later. A refusal, which is certain, is thrown before an unknown outcome.
    /// </summary>
    public static async Task RunAsync(int count, int parallelism, Func<int, CancellationToken, Task> act, CancellationToken cancellationToken)
    {
        var failures = new ConcurrentQueue<Exception>();
        var next = -1;
        await Task.WhenAll(Enumerable.Range(0, Math.Min(count, parallelism)).Select(_ => WorkAsync()));
        if (!failures.IsEmpty)
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(
                failures.FirstOrDefault(static f => f is BindingRefusedException) ?? failures.FirstOrDefault(static f => f is not OperationCanceledException) ?? failures.First());

        async Task WorkAsync()
        {
            for (var i = Interlocked.Increment(ref next); i < count && failures.IsEmpty; i = Interlocked.Increment(ref next))
                try
                {
                    await act(i, cancellationToken);
                }
                catch (Exception failure)
                {
                    failures.Enqueue(failure);
                }
        }
    }
}
