using Microsoft.Extensions.Options;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Bounds the watches that are open at a time.</summary>
internal sealed class WatchLimit(IOptions<SiloSettings> settings)
{
    private int _open;

    /// <exception cref="OverloadedException">There are as many as may be.</exception>
    public void Enter()
    {
        if (Interlocked.Increment(ref _open) <= settings.Value.Limits.MaxWatches)
            return;
        Interlocked.Decrement(ref _open);
        throw new OverloadedException($"{settings.Value.Limits.MaxWatches} watches are open, as many as may be. Close one, or read pages instead.");
    }

    public void Leave() => Interlocked.Decrement(ref _open);
}
