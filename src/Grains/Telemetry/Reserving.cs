using System.Diagnostics;
using Muster.Contracts;
using Muster.Ledger;

namespace Muster.Grains;

/// <summary>One try to claim the places of a gang, from the first node asked to its outcome.</summary>
internal sealed class Reserving(SchedulerMeter meter, JobRecord job, Attempt attempt) : IDisposable
{
    private readonly long _began = meter.Time.GetTimestamp();
    private readonly Activity? _span = JobSpans.Reserve(job, attempt);
    private bool _ended;

    public ClaimResult End(ClaimResult result)
    {
        if (result.Conflict is { } conflict)
        {
            meter.Rejected(conflict.Code);
            _span?.SetStatus(ActivityStatusCode.Error, conflict.Message);
        }
        End(result.Committed ? "committed" : result.Conflict is null ? "superseded" : "conflict");
        return result;
    }

    /// <summary>Without a result the outcome is unknown.</summary>
    public void Dispose()
    {
        if (!_ended)
            End("unknown");
        _span?.Dispose();
    }

    private void End(string outcome)
    {
        _ended = true;
        meter.Reserved(outcome, meter.Time.GetElapsedTime(_began));
        _span?.SetTag("muster.outcome", outcome).Stop();
    }
}
