using System.Net;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// Which cluster this is meant to be, and which answers: the uid of the <c>kube-system</c> namespace. What another cluster does not show
/// is no evidence of anything, so whatever counts as evidence is confirmed after it was read.
/// </summary>
internal sealed class ClusterIdentity(ClusterName cluster, IApiServer server, string? pinned)
{
    private volatile string? _pinned = pinned;
    private volatile string? _seen;

    /// <summary>The cluster that is meant; null until one has answered.</summary>
    public string? Pinned => _pinned;

    /// <summary>From now on this cluster is meant.</summary>
    public void Accept(string uid) => _pinned = uid;

    /// <summary>Asks who answers. The first that ever does is the one that is meant.</summary>
    /// <exception cref="ClusterReplacedException">It is another cluster than the one that is meant.</exception>
    public async Task<string> ProbeAsync(CancellationToken cancellationToken)
    {
        var uid = (await GetAsync(cancellationToken)).Metadata.Uid;
        if (uid.Length == 0)
            throw new ClusterUnreachableException($"Cluster '{cluster}' does not say who it is: its namespace kube-system has no uid.");
        _seen = uid;
        _pinned ??= uid;
        Check();
        return uid;
    }

    /// <summary>Passes when the cluster that is meant answered last.</summary>
    /// <exception cref="ClusterReplacedException">It is another cluster than the one that is meant.</exception>
    public Task EnsureAsync(CancellationToken cancellationToken)
    {
        if (_seen is null)
            return ProbeAsync(cancellationToken);
        Check();
        return Task.CompletedTask;
    }

    private void Check()
    {
        if (_seen is { } seen && _pinned is { } meant && seen != meant)
            throw new ClusterReplacedException(
                $"Cluster '{cluster}' is another one than it was: its uid is {Names.Clip(seen)}, not {meant}. When the old one is gone for good, say so with: muster cluster accept {cluster}");
    }

    private async Task<PlainObject> GetAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await server.GetAsync(ApiPaths.KubeSystem, GatewayJson.Default.PlainObject, cancellationToken);
        }
        catch (ApiException refusal) when (refusal.Status == HttpStatusCode.Forbidden)
        {
            throw new ClusterUnauthorizedException($"Cluster '{cluster}' does not let Muster read its namespace kube-system: {refusal.Message}", refusal);
        }
        catch (ApiException refusal)
        {
            throw new ClusterUnreachableException($"Cluster '{cluster}' does not say who it is: {refusal.Message}", refusal);
        }
    }
}
