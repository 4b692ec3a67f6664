using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger.Tests;

/// <summary>This part keeps cordons.</summary>
internal sealed partial class ModelLedger
{
    private readonly Dictionary<string, Cordon> _cordons = [];

    public Task<Cordon?> SetCordonAsync(string target, Cordon? cordon, CancellationToken cancellationToken = default)
    {
        if (cordon is null)
            _cordons.Remove(target);
        else if (!_cordons.TryGetValue(target, out var known) || known.Reason != cordon.Reason || known.By != cordon.By)
            _cordons[target] = cordon;
        return Task.FromResult(_cordons.GetValueOrDefault(target));
    }

    public Task<ImmutableDictionary<string, Cordon>> ReadCordonsAsync(string prefix, CancellationToken cancellationToken = default) =>
        Task.FromResult(_cordons.Where(c => c.Key.StartsWith(prefix, StringComparison.Ordinal)).ToImmutableDictionary());
}
