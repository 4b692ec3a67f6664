namespace Muster.Scheduling.Tests;

/// <summary>Breadth first through every reachable state.</summary>
internal static class Explorer
{
    /// <summary>The number of states, and the shortest way to one that breaks the invariant; null when there is none.</summary>
    public static (int States, IReadOnlyList<ProtocolStep>? Violation, int Commits) Explore(ProtocolConfig config, Mutant mutant, int limit)
    {
        var protocol = new ClaimProtocol(config, mutant);
        var start = new ProtocolState(config);
        var seen = new Dictionary<UInt128, (UInt128 From, ProtocolStep Step)> { [start.Pack()] = default };
        var frontier = new Queue<(UInt128 Packed, ProtocolState State)>([(start.Pack(), start)]);
        var commits = 0;
        while (frontier.TryDequeue(out var current))
        {
            foreach (var (step, state) in protocol.Next(current.State))
            {
                var packed = state.Pack();
                if (!seen.TryAdd(packed, (current.Packed, step)))
                    continue;
                if (!ClaimProtocol.IsSafe(state))
                    return (seen.Count, Trace(seen, packed), commits);
                commits += state.Committed.Any(static c => c > 0) ? 1 : 0;
                frontier.Enqueue((packed, state));
            }
            Assert.True(seen.Count <= limit, $"more than {limit} states");
        }
        return (seen.Count, null, commits);
    }

    private static List<ProtocolStep> Trace(Dictionary<UInt128, (UInt128 From, ProtocolStep Step)> seen, UInt128 at)
    {
        var steps = new List<ProtocolStep>();
        for (var (from, step) = seen[at]; step != default; (from, step) = seen[from])
            steps.Add(step);
        steps.Reverse();
        return steps;
    }
}
