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

    private async Task<IReadOnlyList<SubmitOutcome>> SendAsync(BatchChunk chunk, BatchOptions options, CancellationToken cancellationToken)
    {
        var request = ApiRequest.Post("v1/jobs:batch", CallSubject.None).WithBody(chunk.ToJson()) with { Options = options };
        try
        {
            var (answer, _) = await _connection.SendAsync(request, ClientJson.Default.BatchAnswer, cancellationToken);
            return chunk.Outcomes(answer, (sent, created, job) => Handle(job.Id, sent.Token, created, job));
        }
        catch (MusterException error)
        {
            return chunk.AllFailed(error);
        }
    }
}
