using System.Collections.Immutable;
using System.Diagnostics;
using Muster.Contracts;

namespace Muster.Grains;

/// <summary>One try to create and bind the pods of a gang. One that did not end has failed.</summary>
internal sealed class Dispatching(SchedulerMeter meter, DispatchRequest request) : IDisposable
{
    private readonly Activity? _span = JobSpans.Dispatch(request);
    private string _outcome = "failed";

    public (DispatchOutcome Outcome, ImmutableArray<PodObservation> Pods, string? Detail) End(
        (DispatchOutcome Outcome, ImmutableArray<PodObservation> Pods, string? Detail) result)
    {
        _outcome = result.Outcome switch
        {
            DispatchOutcome.Dispatched => "dispatched",
            DispatchOutcome.Superseded => "superseded",
            DispatchOutcome.Invalid => "invalid",
            DispatchOutcome.Lost => "lost",
            _ => "refused",
        };
        _span?.SetTag("muster.detail", result.Detail);
        return result;
    }

    public void Dispose()
    {
        meter.Dispatched(request.Placement.Cluster.Value, _outcome);
        if (_outcome is "failed" or "refused" or "invalid" or "lost")
            _span?.SetStatus(ActivityStatusCode.Error, _outcome);
        _span?.SetTag("muster.outcome", _outcome);
        _span?.Dispose();
    }
}
