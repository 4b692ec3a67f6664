using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace Muster.Silo.Tests;

/// <summary>Muster's pods in a site's cluster, as its API server has them at one time.</summary>
internal sealed class SitePods
{
    private readonly ImmutableDictionary<string, Pod> _pods;

    private SitePods(ImmutableDictionary<string, Pod> pods) => _pods = pods;

    public int Count => _pods.Count;

    public static async Task<SitePods> ReadAsync(Site site)
    {
        var list = JsonNode.Parse(await site.Plane.AdminClient.GetStringAsync(new Uri("api/v1/pods?labelSelector=muster.dev%2Forigin%3Dmuster", UriKind.Relative), TestContext.Current.CancellationToken))!;
        return new(list["items"]!.AsArray().ToImmutableDictionary(static p => (string)p!["metadata"]!["name"]!, static p => new Pod(
            (string)p!["metadata"]!["uid"]!, (string?)p["spec"]!["nodeName"], p["metadata"]!["deletionTimestamp"] is not null), StringComparer.Ordinal));
    }

    /// <summary>How many of a job's there are that were not asked to stop.</summary>
    public int CountOf(string job) => _pods.Count(p => p.Key.StartsWith(job, StringComparison.Ordinal) && !p.Value.IsTerminating);

    /// <summary>Nothing is new since, nothing is bound that was not, nothing was asked to stop.</summary>
    public void WereLeftAloneSince(SitePods before)
    {
        foreach (var (name, pod) in _pods)
        {
            Assert.True(before._pods.TryGetValue(name, out var earlier), $"{name} was created");
            Assert.True(pod == earlier, $"{name} was {earlier} and is {pod}");
        }
    }

    private sealed record Pod(string Uid, string? Node, bool IsTerminating);
}
