using Muster.Contracts;

namespace Muster.Bench;

/// <summary>
/// Replays the ledger's event log: every gang succeeded, and at no moment was more committed on a node than it has.
/// </summary>
internal static class ClaimAudit
{
    public static async Task Check(BenchSilo silo, int gangs, long cpuPerPod)
    {
        var used = new Dictionary<string, long>(StringComparer.Ordinal);
        var held = new HashSet<(JobId Job, string Attempt)>();
        var succeeded = 0;
        for (long after = 0; ;)
        {
            var page = await silo.Ledger.ReadChangesAsync(after, null, int.MaxValue);
            foreach (var change in page)
            {
                after = change.Sequence;
                if (change.To == JobState.Succeeded)
                    succeeded++;
                if (change.Attempt is not { } attempt)
                    continue;
                var place = (change.Job, attempt);
                if (change.To.HoldsPlaces() && held.Add(place))
                    Take(place, 1);
                else if (!change.To.HoldsPlaces() && held.Remove(place))
                    Take(place, -1);
            }
            if (page.Length == 0)
                break;
        }
        Figures.Require(succeeded == gangs, $"{succeeded} of {gangs} gangs succeeded");
        Figures.Require(held.Count == 0, $"{held.Count} gangs still hold places");

        void Take((JobId Job, string Attempt) place, int times)
        {
            foreach (var pod in silo.Gateway.Plans[place].Pods)
            {
                var now = used[pod.Node] = used.GetValueOrDefault(pod.Node) + times * cpuPerPod;
                Figures.Require(now <= BenchSilo.Node[ResourceNames.Cpu], $"{now} milli-CPU were committed on node {pod.Node}");
            }
        }
    }
}
