using System.Text.Json;

namespace Muster.ControlPlane;

/// <summary>
/// Follows all pods of a cluster that have a node, through restarts of its API server. It is a kubelet's watch, not Muster's: written
/// apart from it on purpose.
/// </summary>
internal sealed class PodWatch(HttpClient client, IPodSink sink)
{
    private const string Bound = "api/v1/pods?fieldSelector=spec.nodeName%21%3D";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        string? revision = null;
        while (!cancellationToken.IsCancellationRequested)
            try
            {
                revision ??= await ListAsync(cancellationToken);
                revision = await FollowAsync(revision, cancellationToken);
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            // Whatever it is, a new list mends it.
            catch (Exception)
            {
                revision = null;
                await Task.Delay(Pause, CancellationToken.None);
            }
    }

    private async Task<string> ListAsync(CancellationToken cancellationToken)
    {
        using var response = await client.GetAsync(Bound, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await Reply.EnsureAsync(response, cancellationToken);
        using var document = await JsonDocument.ParseAsync(await response.Content.ReadAsStreamAsync(cancellationToken), default, cancellationToken);
        sink.SeeAll([.. PodReader.Items(document.RootElement, "items").Select(PodReader.Read)]);
        return PodReader.Text(PodReader.Get(document.RootElement, "metadata"), "resourceVersion");
    }

    /// <returns>Where to go on when the server has ended the watch; null to list again.</returns>
    private async Task<string?> FollowAsync(string revision, CancellationToken cancellationToken)
    {
        var path = $"{Bound}&watch=true&allowWatchBookmarks=true&timeoutSeconds=600&resourceVersion={revision}";
        using var response = await client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        await Reply.EnsureAsync(response, cancellationToken);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(cancellationToken));
        while (await reader.ReadLineAsync(cancellationToken) is { } line)
        {
            using var document = JsonDocument.Parse(line);
            var (type, pod) = (PodReader.Text(document.RootElement, "type"), PodReader.Get(document.RootElement, "object"));
            if (type == "ERROR")
                return null;
            revision = PodReader.Text(PodReader.Get(pod, "metadata"), "resourceVersion");
            if (type == "DELETED")
                sink.SeeGone(PodReader.Text(PodReader.Get(pod, "metadata"), "uid"));
            else if (type != "BOOKMARK")
                sink.See(PodReader.Read(pod));
        }
        return revision;
    }
}
