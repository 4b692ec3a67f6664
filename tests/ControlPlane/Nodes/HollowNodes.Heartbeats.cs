using System.Net;

namespace Muster.ControlPlane;

/// <content>Signs of life.</content>
public sealed partial class HollowNodes
{
    private const string Leases = "apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases";

    private async Task BeatAsync(TimeSpan period, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(period);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                List<string> living;
                lock (_gate)
                    living = [.. _machines.Values.Where(m => m.KubeletLives).Select(m => m.Node.Name)];
                await Parallel.ForEachAsync(living, new ParallelOptions { MaxDegreeOfParallelism = _options.Writers, CancellationToken = cancellationToken }, TryRenewAsync);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
        }
    }

    private async ValueTask TryRenewAsync(string node, CancellationToken cancellationToken)
    {
        try
        {
            await RenewAsync(node, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // A beat that is missed is what a dead API server does to a kubelet.
        }
    }

    private async Task RenewAsync(string node, CancellationToken cancellationToken)
    {
        using var patch = Reply.Json(NodeObject.Lease(node, Now()), MergePatch);
        using var response = await _plane.AdminClient.PatchAsync($"{Leases}/{node}", patch, cancellationToken);
        await Reply.EnsureAsync(response, cancellationToken, HttpStatusCode.NotFound);
        if (response.StatusCode != HttpStatusCode.NotFound)
            return;
        using var body = Reply.Json(NodeObject.Lease(node, Now()));
        await Reply.SendAsync(_plane.AdminClient, HttpMethod.Post, Leases, body, cancellationToken, HttpStatusCode.Conflict);
    }
}
