using System.Runtime.CompilerServices;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Reads the anchors of all attempts, page by page: there may be as many as there are gangs.</summary>
internal sealed class AnchorLister(IApiServer server, GatewayOptions options)
{
    // Each may hold a note of many kilobytes.
    private const int MaxPageSize = 100;

    /// <exception cref="ClusterUnreachableException">The cluster did not answer, or the list has changed too much on the way: begin anew.</exception>
    public async IAsyncEnumerable<AnchorObservation> ListAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var next = "";
        do
        {
            var page = await ReadAsync(ApiPaths.AnchorsOf(options.Origin, Math.Min(options.PageSize, MaxPageSize), next), cancellationToken);
            foreach (var anchor in page.Items ?? [])
                if (Read(anchor.Metadata) is { } seen)
                    yield return seen;
            next = page.Metadata.Continue ?? "";
        }
        while (next.Length > 0);
    }

    private async Task<PlainPage> ReadAsync(string path, CancellationToken cancellationToken)
    {
        try
        {
            return await server.GetAsync(path, GatewayJson.Default.PlainPage, cancellationToken);
        }
        catch (ApiException refusal)
        {
            throw Deletions.Unanswered(refusal, "Anchors");
        }
    }

    // One that names no job, or whose attempt cannot be read, is none of ours, whatever its label says.
    private static AnchorObservation? Read(PlainMetadata metadata) =>
        PodReader.TryAttempt(metadata.Label(MusterKeys.Attempt), out var attempt)
        && metadata.Name == ObjectNames.Anchor(new JobId(metadata.Namespace, metadata.Label(MusterKeys.Job)), attempt)
            ? new AnchorObservation
            {
                Job = new JobId(metadata.Namespace, metadata.Label(MusterKeys.Job)),
                JobUid = metadata.Label(MusterKeys.JobUid),
                Attempt = attempt,
                Incarnation = metadata.Annotation(MusterKeys.Incarnation),
                Stopped = metadata.Annotation(MusterKeys.Stopped) == "true",
                Note = NoteText.Read(metadata.Annotation(MusterKeys.Note)),
            }
            : null;
}
