using System.Threading.Channels;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>Looks for nodes that pods are on and that are not seen. Only a consistent read that finds none is evidence that one is gone.</summary>
internal sealed class MissingNodes(IApiServer server, TimeProvider time)
{
    private const int MaxWaiting = 1_024;
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // A name that finds no place is looked for when one of its pods is seen again, and whenever everything is listed.
    private readonly Channel<string> _names = Channel.CreateBounded<string>(
        new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    /// <summary>Has a node looked for.</summary>
    public void Ask(string node) => _names.Writer.TryWrite(node);

    /// <summary>Looks for nodes until it is cancelled, and tells of those that are gone.</summary>
    public async Task RunAsync(Action<string> gone, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var node in _names.Reader.ReadAllAsync(cancellationToken))
                await LookAsync(node, gone, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end.
        }
    }

    /// <summary>True when the cluster has no such node.</summary>
    public static async Task<bool> IsGoneAsync(IApiServer server, string node, CancellationToken cancellationToken)
    {
        try
        {
            await server.GetAsync(ApiPaths.Node(node), GatewayJson.Default.PlainObject, cancellationToken);
            return false;
        }
        catch (ApiException refusal) when (refusal.IsNotFound)
        {
            return true;
        }
    }

    private async Task LookAsync(string node, Action<string> gone, CancellationToken cancellationToken)
    {
        try
        {
            if (await IsGoneAsync(server, node, cancellationToken))
                gone(node);
        }
        catch (Exception error) when (error is MusterException or ApiException)
        {
            // Not now; once more in a while, behind the others.
            await Task.Delay(Pause, time, cancellationToken);
            Ask(node);
        }
    }
}
