using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Bounds the watches that are open at a time: of all callers, and of each token.</summary>
internal sealed class WatchLimit(IOptions<SiloSettings> settings, SchedulerMeter meter)
{
    private readonly Lock _turn = new();
    private readonly Dictionary<string, int> _ofCaller = new(StringComparer.Ordinal);
    private int _open;

    /// <exception cref="OverloadedException">There are as many as may be.</exception>
    public void Enter(Caller caller)
    {
        var limits = settings.Value.Limits;
        lock (_turn)
        {
            if (_open >= limits.MaxWatches)
            {
                meter.LimitHit("watches");
                throw new OverloadedException($"{limits.MaxWatches} watches are open, as many as may be. Close one, or read pages instead.");
            }
            var own = _ofCaller.GetValueOrDefault(caller.Name);
            if (caller.TokenId is not null && own >= limits.WatchesPerCaller)
                throw new OverloadedException($"'{caller.Name}' has {limits.WatchesPerCaller} watches open, as many as it may. Close one, or read pages instead.");
            _ofCaller[caller.Name] = own + 1;
            _open++;
            meter.WatcherCame();
        }
    }

    public void Leave(Caller caller)
    {
        lock (_turn)
        {
            _open--;
            meter.WatcherWent();
            var own = _ofCaller.GetValueOrDefault(caller.Name) - 1;
            if (own > 0)
                _ofCaller[caller.Name] = own;
            else
                _ofCaller.Remove(caller.Name);
        }
    }
}
