using System.Net;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>One time that a cluster is followed: three reflectors, and what they tell put together.</summary>
internal sealed class ObservationSession : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly RelistGate _gate = new();
    private readonly MissingNodes _missing;
    private readonly ITimer _flush;
    private readonly Reflector<ObservedNode> _nodes;
    private readonly Reflector<ObservedPod> _own;
    private readonly Reflector<ObservedPod> _foreign;
    private readonly Task _running;

    public ObservationSession(IApiServer confirmed, GatewayOptions options, TimeProvider time, ILogger log)
    {
        Ring = new FeedRing(Guid.NewGuid().ToString("N")[..12], options.EventHistory);
        _missing = new MissingNodes(confirmed, time);
        _flush = time.CreateTimer(_ => Feed!.Flush(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        Feed = new GatewayFeed(options.Origin, Ring, () => _flush.Change(options.Gather, Timeout.InfiniteTimeSpan), _missing.Ask);
        _nodes = Reflect(new(ApiPaths.Nodes, null, null, GatewayJson.Default.ObservedNode, static n => n.Identity), Feed.Nodes);
        _own = Reflect(new(ApiPaths.Pods, $"{MusterKeys.Origin}={options.Origin}", null, GatewayJson.Default.ObservedPod, static p => p.Identity), Feed.Own);
        // Those that take room: the rest of the cluster's pods is of no concern here.
        _foreign = Reflect(
            new(ApiPaths.Pods, $"{MusterKeys.Origin}!={options.Origin}", "spec.nodeName!=,status.phase!=Succeeded,status.phase!=Failed", GatewayJson.Default.ObservedPod, static p => p.Identity),
            Feed.Foreign);
        // Not where the caller runs: it may be a grain, whose turns are its own, and which may be gone long before this is.
        _running = Task.Run(() => Task.WhenAll(
            _nodes.RunAsync(_stopping.Token), _own.RunAsync(_stopping.Token), _foreign.RunAsync(_stopping.Token),
            _missing.RunAsync(Feed.NodeIsGone, _stopping.Token)));

        Reflector<T> Reflect<T>(ReflectorSource<T> source, IReflectorSink<T> sink)
            where T : class =>
            new(confirmed, source, new LoggedSink<T>(sink, source.Path, log), _gate, options.Reflectors, time, new Random());
    }

    public FeedRing Ring { get; }

    public GatewayFeed Feed { get; }

    /// <summary>Reads everything anew, and returns when it has been told.</summary>
    /// <exception cref="ClusterUnreachableException">It could not be read.</exception>
    /// <exception cref="ClusterUnauthorizedException">It may not be read.</exception>
    public async Task RelistAsync(CancellationToken cancellationToken)
    {
        try
        {
            await Task.WhenAll(_nodes.RelistAsync(cancellationToken), _own.RelistAsync(cancellationToken), _foreign.RelistAsync(cancellationToken));
        }
        catch (ApiException refusal) when (refusal.Status == HttpStatusCode.Forbidden)
        {
            throw new ClusterUnauthorizedException($"The cluster does not let Muster list its nodes and pods: {refusal.Message}", refusal);
        }
        catch (ApiException refusal)
        {
            throw new ClusterUnreachableException($"The cluster does not list its nodes and pods: {refusal.Message}", refusal);
        }
        catch (Exception ended) when (ended is ObjectDisposedException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            throw new ClusterUnreachableException("The cluster is not followed any more.", ended);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Ring.Close();
        await _stopping.CancelAsync();
        await _running;
        await _flush.DisposeAsync();
        _gate.Dispose();
        _stopping.Dispose();
    }
}
