using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Client;

public sealed partial class MusterClient
{
    /// <inheritdoc/>
    public async IAsyncEnumerable<SubmitOutcome> SubmitBatchAsync(
        IEnumerable<JobSubmission> submissions, BatchOptions? options = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(submissions);
        options ??= new BatchOptions();
        foreach (var chunk in BatchChunk.Split(submissions, Math.Clamp(options.ChunkSize, 1, BatchOptions.MaxChunkSize)))
            foreach (var outcome in await SendAsync(chunk, options, cancellationToken))
                yield return outcome;
    }

    // As a job that is sent alone is: what the silo could not take just now is sent again, with its token.
    private async Task<IReadOnlyList<SubmitOutcome>> SendAsync(BatchChunk chunk, BatchOptions options, CancellationToken cancellationToken)
    {
        var budget = new RetryBudget(options.Retry ?? _connection.Retry, _connection.Clock);
        SubmitOutcome[] outcomes = [];
        try
        {
            outcomes = [.. await SendOnceAsync(chunk, options, cancellationToken)];
            while (Enumerable.Range(0, outcomes.Length).Where(i => Passes(outcomes[i].Error)).ToArray() is { Length: > 0 } again
                && await budget.PauseAsync(null, cancellationToken))
                foreach (var (index, outcome) in again.Zip(await SendOnceAsync(chunk.Pick(again), options, cancellationToken)))
                    outcomes[index] = outcome;
            return outcomes;
        }
        catch (MusterException error)
        {
            return outcomes.Length > 0 ? outcomes : chunk.AllFailed(error);
        }
    }

    private async Task<IReadOnlyList<SubmitOutcome>> SendOnceAsync(BatchChunk chunk, BatchOptions options, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Post("v1/jobs:batch", CallSubject.None).WithBody(chunk.ToJson()) with { Options = options };
        var (answer, _) = await _connection.SendAsync(request, ClientJson.Default.BatchAnswer, cancellationToken);
        return chunk.Outcomes(answer, (sent, created, job) => Handle(job.Id, sent.Token, created, job));
    }

    private static bool Passes(MusterException? error) => error is not null && CallFailure.Of(error, 0, null).Passes;
}
