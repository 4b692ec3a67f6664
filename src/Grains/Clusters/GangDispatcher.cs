using System.Collections.Immutable;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>What became of a dispatch.</summary>
internal enum DispatchOutcome
{
    /// <summary>Every pod is created and bound.</summary>
    Dispatched,

    /// <summary>The ledger says that the attempt is not to start (any more).</summary>
    Superseded,

    /// <summary>The cluster refused a pod or a binding for a reason of its own.</summary>
    Refused,

    /// <summary>The cluster says that a pod is wrong.</summary>
    Invalid,

    /// <summary>A pod that ran is gone.</summary>
    Lost,
}

/// <summary>
/// Starts a committed gang behind the run fence: all pods are created unbound, then the record is read once more, then all
/// are bound, within a window after which the record has to be read again. Safe to repeat from the beginning at any time.
/// </summary>
/// <param name="gateway">The way to the cluster.</param>
/// <param name="ledger">Where the record is read again.</param>
/// <param name="window">Longest time from that to the last binding.</param>
/// <param name="time">The clock.</param>
/// <param name="isOpen">True while the cluster lets Muster in.</param>
internal sealed class GangDispatcher(IClusterGateway gateway, ILedger ledger, TimeSpan window, TimeProvider time, Func<bool> isOpen)
{
    // An API server that has just started knows nobody's rights for some seconds.
    private static readonly TimeSpan RightsPatience = TimeSpan.FromSeconds(10);

    private long? _closedSince;

    /// <exception cref="ClusterUnreachableException">The cluster did not answer; the outcome is unknown.</exception>
    /// <exception cref="ClusterUnauthorizedException">The cluster does not let Muster do it, at this moment.</exception>
    public async Task<(DispatchOutcome Outcome, ImmutableArray<PodObservation> Pods, string? Detail)> Dispatch(
        DispatchRequest request, CancellationToken cancellationToken)
    {
        var plan = GangPlans.Of(request, ledger.Incarnation.ToString());
        if (request.Started)
            return await Find(request, plan, cancellationToken);
        // An order may be old: what is superseded creates nothing.
        if (await ReadCurrent(request, cancellationToken) is not { } job)
            return (DispatchOutcome.Superseded, [], null);
        plan = plan with { Note = GangPlans.NoteOf(job), Ancestors = [.. ledger.Ancestors.Select(static a => a.ToString())] };
        using var deadline = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        ImmutableArray<PodObservation> pods = [];
        try
        {
            using (JobSpans.Part("job create"))
                pods = await gateway.CreateAsync(plan, cancellationToken);
            // From before the read: the record was as it says at some moment after that.
            deadline.CancelAfter(window);
            if (await ReadCurrent(request, cancellationToken) is null)
                return (DispatchOutcome.Superseded, pods, null);
            both.Token.ThrowIfCancellationRequested();
            var bindings = Bindings(plan, pods);
            using var binding = JobSpans.Part("job bind");
            if (bindings.Length > 0)
                await gateway.BindAsync(request.Job, request.Attempt, bindings, both.Token);
            return (DispatchOutcome.Dispatched, pods, null);
        }
        catch (BindingRefusedException refusal)
        {
            return (DispatchOutcome.Refused, pods, refusal.Message);
        }
        catch (ClusterUnauthorizedException closed) when (IsMissingForGood())
        {
            return (DispatchOutcome.Refused, pods, closed.Message);
        }
        catch (InvalidRequestException fault)
        {
            return (DispatchOutcome.Invalid, pods, fault.Message);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new ClusterUnreachableException($"Binding job {request.Job} took longer than {window.TotalSeconds:0.#} s.");
        }
    }

    // A right that is missing in one namespace only, and goes on missing, is a refusal like others.
    private bool IsMissingForGood()
    {
        _closedSince ??= time.GetTimestamp();
        return isOpen() && time.GetElapsedTime(_closedSince.Value) >= RightsPatience;
    }

    // A gang that ran whole is not started again: what is missing of it is lost.
    private async Task<(DispatchOutcome Outcome, ImmutableArray<PodObservation> Pods, string? Detail)> Find(
        DispatchRequest request, GangPlan plan, CancellationToken cancellationToken)
    {
        var pods = (await gateway.ListPodsAsync(request.Job, request.Attempt, cancellationToken)).RemoveAll(p => p.JobUid != request.Uid);
        var missing = plan.Pods.FirstOrDefault(p => !pods.Any(found => found.Name == p.Name));
        return missing is null
            ? (DispatchOutcome.Dispatched, pods, null)
            : (DispatchOutcome.Lost, pods, $"pod {missing.Name} on node {missing.Node}: it is gone");
    }

    private static ImmutableArray<PodBinding> Bindings(GangPlan plan, ImmutableArray<PodObservation> pods)
    {
        var nodes = plan.Pods.ToDictionary(static p => p.Name, static p => p.Node, StringComparer.Ordinal);
        return [.. pods.Where(static p => p.Phase == PodPhase.Unbound).Select(p => new PodBinding(p.Name, p.Uid, nodes[p.Name]))];
    }

    // The record, if by that the attempt is to run; else null.
    private async Task<JobRecord?> ReadCurrent(DispatchRequest request, CancellationToken cancellationToken) =>
        await ledger.ReadJobAsync(request.Job, cancellationToken) is { State: JobState.Committed or JobState.Starting or JobState.Running } job
        && job.Attempt == request.Attempt && job.Uid == request.Uid ? job : null;
}
