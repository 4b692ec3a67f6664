using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// Keeps a consumer in step with a collection of an API server: reads a list, then follows a watch, and recovers from all that may
/// happen to either (see <see cref="WatchMachine"/> for what is done next, <see cref="ObjectStore{T}"/> for what is believed).
/// </summary>
/// <param name="server">The API server.</param>
/// <param name="source">What is reflected.</param>
/// <param name="sink">Who is told.</param>
/// <param name="gate">Shared by all reflectors of one cluster.</param>
/// <param name="options">Bounds.</param>
/// <param name="time">The clock of pauses and deadlines.</param>
/// <param name="random">The dice of jitter; used by one thread.</param>
public sealed partial class Reflector<T>(
    IApiServer server, ReflectorSource<T> source, IReflectorSink<T> sink, RelistGate gate, ReflectorOptions options, TimeProvider time, Random random)
    where T : class
{
    private readonly Lister<T> lister = new(server, source, options);
    private readonly ObjectStore<T> store = new(source.Identity, new GuardedSink<T>(sink), options.MaxObjects);
    private readonly RelistRequests requests = new();

    private string revision = "";   // from which a watch goes on
    private string latest = "";     // the highest that was ever told, by lists and events
    private long? olderSince;       // since when lists are older than that
    private bool emptyTwice;        // the last list was empty, and doubted
    private long lastSign = time.GetTimestamp();
    private volatile bool synced;
    private volatile ReflectorTrouble? trouble;
    private int count;
    private long passedOver;

    /// <summary>Whether what was told is a whole list and all that has been seen since, with nothing known to be missing.</summary>
    public bool IsSynced => synced;

    /// <summary>How long nothing has come from the server: no page, no event, no bookmark. From the beginning where nothing ever has.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref lastSign));

    /// <summary>What went wrong last; null when nothing has since the last list, or, of the connection, since the last event.</summary>
    public ReflectorTrouble? LastTrouble => trouble;

    /// <summary>Objects known now.</summary>
    public int Count => Volatile.Read(ref count);

    /// <summary>Objects and events that were passed over because they could not be read or were too large.</summary>
    public long PassedOver => Interlocked.Read(ref passedOver);

    /// <summary>Reflects until it is cancelled. To be called once.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        store.Sink.Failed = failure => Told(ReflectorTroubleKind.Sink, $"The consumer of {source.Path} failed; what it was told of may be lost to it.", failure);
        var (state, step) = (default(WatchState), WatchMachine.First);
        try
        {
            while (true)
            {
                await PauseAsync(step.After, cancellationToken);
                var report = step.Relist || requests.Any ? await ListAsync(cancellationToken) : await WatchAsync(cancellationToken);
                (state, step) = WatchMachine.Next(state, report, options, random.NextDouble());
                if (step.Relist && report.Outcome != WatchOutcome.Asked)
                    synced = false;
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked to end.
        }
        finally
        {
            synced = false;
            requests.Close();
        }
    }

    /// <summary>
    /// Reads a fresh, consistent list, whatever else goes on, and returns when it has been applied and the consumer has been told.
    /// </summary>
    /// <exception cref="ClusterUnreachableException">The list could not be read.</exception>
    /// <exception cref="ClusterUnauthorizedException">The credentials are not accepted.</exception>
    /// <exception cref="ApiException">The server refuses to list.</exception>
    /// <exception cref="OperationCanceledException">Cancelled, or the reflector has ended.</exception>
    public Task RelistAsync(CancellationToken cancellationToken) => requests.AskAsync(cancellationToken);

    private async Task PauseAsync(TimeSpan pause, CancellationToken cancellationToken)
    {
        if (pause <= TimeSpan.Zero)
            return;
        // Who asks for a list does not wait for the whole of a long pause; but asking must not turn the pauses off.
        var least = pause < options.FirstPause ? pause : options.FirstPause;
        await Task.Delay(least, time, cancellationToken);
        if (pause == least)
            return;
        using var interrupt = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        requests.InterruptBy(interrupt);
        await Task.Delay(pause - least, time, interrupt.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        requests.InterruptByNothing();
        cancellationToken.ThrowIfCancellationRequested();
    }

    private void Alive()
    {
        Volatile.Write(ref lastSign, time.GetTimestamp());
        Volatile.Write(ref count, store.Count);
    }

    private void Told(ReflectorTroubleKind kind, string message, Exception? cause = null)
    {
        trouble = new ReflectorTrouble(kind, message, cause);
        store.Sink.Troubled(trouble);
    }

    private void ToldOf(Exception failure, string what) => Told(
        failure switch
        {
            SilenceException => ReflectorTroubleKind.Silent,
            ListException unusable => unusable.Kind,
            ClusterUnauthorizedException => ReflectorTroubleKind.Unauthorized,
            ApiException { IsExpired: true } => ReflectorTroubleKind.Expired,
            ApiException => ReflectorTroubleKind.Refused,
            JsonException => ReflectorTroubleKind.Malformed,
            _ => ReflectorTroubleKind.Unreachable,
        },
        $"{what} of {source.Path}: {failure.Message}", failure);
}
