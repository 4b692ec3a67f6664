namespace Muster.Grains;

/// <summary>One try to claim the places of a gang, from the first node asked to its outcome.</summary>
internal sealed class Reserving(SchedulerMeter meter) : IDisposable
{
    private readonly long _began = meter.Time.GetTimestamp();
    private string _outcome = "unknown";

    public ClaimResult End(ClaimResult result)
    {
        _outcome = result.Committed ? "committed" : result.Conflict is null ? "superseded" : "conflict";
        if (result.Conflict is { } conflict)
            meter.Rejected(conflict.Code);
        return result;
    }

    public void Dispose() => meter.Reserved(_outcome, meter.Time.GetElapsedTime(_began));
}
