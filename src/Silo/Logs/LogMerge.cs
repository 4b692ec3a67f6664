using System.Collections.Immutable;
using System.Threading.Channels;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Lines of several pods as one, each pod's in its order; of several pods each line says which. A slow reader slows the pods' readers.</summary>
internal sealed class LogMerge(IClusterGateway cluster, JobId job, Attempt attempt, ImmutableArray<string> pods, LogQuery query)
{
    private const int MaxLines = 256;

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(MaxLines);

    public ChannelReader<string> Lines => _lines.Reader;

    /// <summary>Reads until every pod's log has ended, or cancelled. Errors come out where the lines do.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        Exception? fault = null;
        try
        {
            if (query.Follow)
                await Task.WhenAll(pods.Select(pod => Copy(pod, cancellationToken)));
            else
                foreach (var pod in pods)
                    await Copy(pod, cancellationToken);
        }
        catch (Exception error)
        {
            fault = error;
        }
        _lines.Writer.Complete(fault);
    }

    private async Task Copy(string pod, CancellationToken cancellationToken)
    {
        var prefix = pods.Length > 1 ? $"[{pod}] " : "";
        try
        {
            await foreach (var line in cluster.ReadLogAsync(job, attempt, pod, query, cancellationToken))
                await _lines.Writer.WriteAsync(prefix + line, cancellationToken);
        }
        catch (PodNotFoundException missing) when (pods.Length > 1)
        {
            // The others have logs still.
            await _lines.Writer.WriteAsync($"{prefix}(no log: {missing.Message})", cancellationToken);
        }
    }
}
