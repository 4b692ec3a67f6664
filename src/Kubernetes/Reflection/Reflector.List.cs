using System.Diagnostics.CodeAnalysis;
using Muster.Contracts;

namespace Muster.Kubernetes;

public sealed partial class Reflector<T>
{
    [SuppressMessage("Design", "CA1031", Justification = "Whatever goes wrong with a list, it is told and read again.")]
    private async Task<WatchReport> ListAsync(CancellationToken cancellationToken)
    {
        await gate.EnterAsync(cancellationToken);
        var served = requests.Take();
        try
        {
            using var deadline = new CancellationTokenSource(options.ListDeadline, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
            var (list, oversized) = await lister.ReadAsync(Alive, either.Token);
            if (IsDoubted(list))
            {
                requests.GiveBack(served);
                return new WatchReport(WatchOutcome.ListDoubted);
            }
            Apply(list, oversized);
            served?.TrySetResult();
            return new WatchReport(WatchOutcome.ListApplied);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            served?.TrySetCanceled(cancellationToken);
            throw;
        }
        catch (Exception failure)
        {
            return Failed(failure, served);
        }
        finally
        {
            gate.Leave();
        }
    }

    private WatchReport Failed(Exception failure, TaskCompletionSource? served)
    {
        ToldOf(failure, "List");
        if (failure is ApiException { IsExpired: true } or ListException { Kind: ReflectorTroubleKind.Expired })
        {
            requests.GiveBack(served);
            return new WatchReport(WatchOutcome.ListExpired);
        }
        served?.TrySetException(failure is MusterException or ApiException ? failure : new ClusterUnreachableException($"The list of {source.Path} could not be read: {failure.Message}", failure));
        return new WatchReport(WatchOutcome.ListFailed);
    }

    // Believing a wrong list costs every object that it does not hold; not believing a right one costs a second read.
    private bool IsDoubted(ObjectList<T> list)
    {
        if (Revision.IsOlder(list.Revision, latest))
        {
            olderSince ??= time.GetTimestamp();
            if (time.GetElapsedTime(olderSince.Value) < options.OlderListPatience)
            {
                Told(ReflectorTroubleKind.Backwards, $"The list of {source.Path} is of revision {list.Revision}, older than {latest}, which was seen before; it is not applied.");
                return true;
            }
        }
        olderSince = null;
        var doubted = list.IsEmpty && store.Count > options.EmptyDoubt && !emptyTwice;
        emptyTwice = doubted;
        if (doubted)
            Told(ReflectorTroubleKind.Emptied, $"The list of {source.Path} is empty, where {store.Count} objects were known; it is read again before it counts.");
        return doubted;
    }

    private void Apply(ObjectList<T> list, int oversized)
    {
        var before = trouble;
        if (list.Unreadable.Count > 0)
        {
            Interlocked.Add(ref passedOver, list.Unreadable.Count);
            Told(
                oversized > 0 ? ReflectorTroubleKind.Oversized : ReflectorTroubleKind.Malformed,
                $"{list.Unreadable.Count} objects of {source.Path} were passed over, {oversized} of them larger than {options.MaxObjectBytes} bytes; the first is {Name(list.Unreadable[0])}.");
        }
        if (store.Replace(list) == StoreResult.Full)
            Told(ReflectorTroubleKind.TooMany, $"{source.Path} has more objects than the bound of {options.MaxObjects}.");
        revision = latest = list.Revision;
        synced = true;
        if (ReferenceEquals(trouble, before))
            trouble = null;
        Alive();
        store.Sink.Synced();
    }

    private static string Name(in ObjectIdentity identity) => identity.Name.Length == 0 ? "one without a name" : $"'{identity.Namespace}/{identity.Name}'";
}
