using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using Muster.Grains;

namespace Muster.Silo;

/// <summary>Which queue is below which.</summary>
internal sealed class QueueTree(IOptions<FleetOptions> fleet)
{
    private readonly FrozenDictionary<string, string?> _parents = fleet.Value.Queues.ToFrozenDictionary(static q => q.Name, static q => q.Parent, StringComparer.Ordinal);

    /// <summary>True when no queue is below it.</summary>
    public bool IsLeaf(string queue) => !_parents.Values.Contains(queue, StringComparer.Ordinal);

    /// <summary>True when <paramref name="queue"/> is <paramref name="top"/> or below it.</summary>
    public bool IsWithin(string top, string queue)
    {
        // A configured tree has no rings; the bound is for one that was not checked.
        var depth = 0;
        for (var at = queue; at is not null && depth <= _parents.Count; depth++)
        {
            if (at == top)
                return true;
            at = _parents.GetValueOrDefault(at);
        }
        return false;
    }
}
