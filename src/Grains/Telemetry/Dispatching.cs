using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Grains;

/// <summary>One try to create and bind the pods of a gang. One that did not end has failed.</summary>
internal sealed class Dispatching(SchedulerMeter meter, ClusterName cluster) : IDisposable
{
    private string _outcome = "failed";

    public (DispatchOutcome Outcome, ImmutableArray<PodObservation> Pods, string? Detail) End(
        (DispatchOutcome Outcome, ImmutableArray<PodObservation> Pods, string? Detail) result)
    {
        _outcome = result.Outcome switch
        {
            DispatchOutcome.Dispatched => "dispatched",
            DispatchOutcome.Superseded => "superseded",
            _ => "refused",
        };
        return result;
    }

    public void Dispose() => meter.Dispatched(cluster.Value, _outcome);
}
