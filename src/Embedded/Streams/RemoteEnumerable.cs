namespace Orleans.Embedded;

/// <summary>An enumeration on the caller's side: it fetches values in batches as they are asked for.</summary>
internal sealed class RemoteEnumerable<T>(StreamRequest<T> beginning) : IAsyncEnumerable<T>
{
    public int BatchSize { get; set; } = 100;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new Enumerator(beginning, BatchSize, cancellationToken);

    private sealed class Enumerator(StreamRequest<T> beginning, int batchSize, CancellationToken token) : IAsyncEnumerator<T>
    {
        private readonly CancellationTokenSource? both = beginning.Token.CanBeCanceled && token.CanBeCanceled
            ? CancellationTokenSource.CreateLinkedTokenSource(beginning.Token, token)
            : null;

        private readonly Guid id = Guid.NewGuid();
        private StreamStep<T> step = new([], IsLast: false, IsAborted: false);
        private int position = -1;
        private bool hasBegun;

        public T Current => step.Values[position];

        private CancellationToken Token => both?.Token ?? (token.CanBeCanceled ? token : beginning.Token);

        public async ValueTask<bool> MoveNextAsync()
        {
            if (++position < step.Values.Count)
                return true;

            if (step.IsLast)
                return false;

            var request = new StepRequest<T>(id, batchSize, hasBegun ? null : beginning, Token);
            hasBegun = true;
            step = await beginning.Target.Ask(request);
            position = 0;
            if (step.IsAborted)
            {
                throw new EnumerationAbortedException(
                    "The grain no longer knows this enumeration: it was deactivated since the enumeration began.");
            }

            return step.Values.Count > 0;
        }

        public async ValueTask DisposeAsync()
        {
            both?.Dispose();
            if (hasBegun && !step.IsLast)
            {
                // The enumeration is over for the caller whether or not the grain hears of it.
                Task ended = beginning.Target.Ask(new EndRequest(id));
                await ended.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            }
        }
    }
}
