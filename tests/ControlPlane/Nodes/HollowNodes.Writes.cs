using System.Net;
using System.Text.Json.Nodes;

namespace Muster.ControlPlane;

/// <content>What kubelets tell the API server. A pod's writes are in order; what is overtaken is left out.</content>
public sealed partial class HollowNodes
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(100);

    // Under the lock.
    private void Offer(HollowPod pod)
    {
        if (pod.Queued || pod.ObjectGone || pod.Machine is not { KubeletLives: true } || (pod.Status is null && !pod.MustBeDeleted))
            return;
        pod.Queued = _writes.Writer.TryWrite(pod);
    }

    private async Task WriteAllAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var pod in _writes.Reader.ReadAllAsync(cancellationToken))
                await WriteAsync(pod, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async Task WriteAsync(HollowPod pod, CancellationToken cancellationToken)
    {
        JsonObject? status;
        bool delete;
        lock (_gate)
        {
            var lives = pod.Machine is { KubeletLives: true };
            (status, delete) = lives ? (pod.Status, pod.MustBeDeleted) : (null, false);
            // The one that is taken is written or put back; a newer one may come meanwhile.
            pod.Status = lives ? null : pod.Status;
        }
        var written = await TryWriteAsync(pod.Facts, status, delete, cancellationToken);
        if (!written)
            await Task.Delay(RetryPause, cancellationToken);
        lock (_gate)
        {
            pod.Queued = false;
            if (!written)
                pod.Status ??= status;
            // What was deleted is seen as gone soon; if it is not, the next list says so.
            if (!written || pod.Status is not null || !delete)
                Offer(pod);
        }
    }

    private async Task<bool> TryWriteAsync(PodFacts pod, JsonObject? status, bool delete, CancellationToken cancellationToken)
    {
        try
        {
            var path = $"api/v1/namespaces/{pod.Namespace}/pods/{pod.Name}";
            if (status is not null)
                await SendAsync(HttpMethod.Patch, path + "/status", new() { ["metadata"] = new JsonObject { ["uid"] = pod.Uid }, ["status"] = status.DeepClone() }, MergePatch, cancellationToken);
            if (delete)
                await SendAsync(HttpMethod.Delete, path, new() { ["gracePeriodSeconds"] = 0, ["preconditions"] = new JsonObject { ["uid"] = pod.Uid } }, "application/json", cancellationToken);
            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            return false;
        }
    }

    // Not found and conflict: it is another pod, or none.
    private async Task SendAsync(HttpMethod method, string path, JsonObject body, string type, CancellationToken cancellationToken)
    {
        using var content = Reply.Json(body, type);
        await Reply.SendAsync(_plane.AdminClient, method, path, content, cancellationToken, HttpStatusCode.NotFound, HttpStatusCode.Conflict);
    }
}
