using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Cordons of queues, clusters and nodes.</summary>
public sealed partial class SqliteLedger
{
    /// <inheritdoc/>
    public async Task<Cordon?> SetCordonAsync(string target, Cordon? cordon, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        var (tooMany, stands) = await WriteAsync(session => CordonRule.Set(session, target, cordon), cancellationToken);
        return tooMany
            ? throw new OverloadedException($"{Cordon.MaxCordons} queues, clusters and nodes are cordoned already. Uncordon some that are not needed any more.")
            : stands;
    }

    /// <inheritdoc/>
    public Task<ImmutableDictionary<string, Cordon>> ReadCordonsAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        return _readers.ListAsync(tables => tables.Cordons.Below(prefix).ToImmutableDictionary(StringComparer.Ordinal), cancellationToken);
    }
}
