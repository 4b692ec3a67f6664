using System.Collections.Immutable;
using Muster.Contracts;
using StackExchange.Redis;
using static Muster.Ledger.Arguments;

namespace Muster.Ledger;

/// <summary>Cordons of queues, clusters and nodes.</summary>
public sealed partial class RedisLedger
{
    /// <inheritdoc/>
    public async Task<Cordon?> SetCordonAsync(string target, Cordon? cordon, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(target);
        RedisValue[] wanted = cordon is null ? [] : [cordon.Reason, cordon.By, Moment(cordon.Since)];
        var reply = await _caller.WriteAsync(LedgerScript.Cordon, [target, Cordon.MaxCordons, .. wanted], cancellationToken);
        return reply.Text(0) switch
        {
            "stands" => cordon! with { Since = Muster.Ledger.Moment.Of(reply.LongOrNull(1) ?? 0) },
            "full" => throw new OverloadedException($"{Cordon.MaxCordons} queues, clusters and nodes are cordoned already. Uncordon some that are not needed any more."),
            _ => null,
        };
    }

    /// <inheritdoc/>
    public async Task<ImmutableDictionary<string, Cordon>> ReadCordonsAsync(string prefix, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(prefix);
        var cordons = ImmutableDictionary.CreateBuilder<string, Cordon>(StringComparer.Ordinal);
        // Targets are ASCII, so that the next prefix is the last character's successor.
        var end = "(" + prefix[..^1] + (char)(prefix[^1] + 1);
        for (var from = "[" + prefix; ;)
        {
            var reply = await _caller.CallAsync(LedgerScript.Cordons, [from, end, Piece], cancellationToken);
            Reply[] rows = [.. reply.Lists(0)];
            foreach (var row in rows)
                cordons[row.Text(0)] = new(row.Text(1), row.Text(2), Muster.Ledger.Moment.Of(row.LongOrNull(3) ?? 0));
            if (rows.Length < Piece)
                return cordons.ToImmutable();
            from = "(" + rows[^1].Text(0);
        }
    }
}
