namespace Muster.Silo.Tests;

/// <summary>The dashboard, which Orleans leaves open to everybody, is for those who manage clusters.</summary>
public sealed class DashboardTests(TokenSilo silo)
{
    public static TheoryData<string?, int> Callers => new()
    {
        { null, 401 }, { "old", 401 }, { "view", 403 }, { "red-submit", 403 }, { "blue", 403 }, { "all-teams", 403 }, { "oper", 200 }, { "root", 200 },
    };

    [Theory, MemberData(nameof(Callers))]
    public async Task Dashboard_EveryCaller_NeedsTheRightToManageClusters(string? caller, int status)
    {
        // The page, and what it reads: silos, grains and, by reflection, what is in them.
        foreach (var path in (string[])["orleans/", "orleans/ClusterStats", "orleans/DashboardCounters", "orleans/GrainTypes", "orleans/GrainState?grainId=x&grainType=y"])
        {
            var (seen, text) = await silo.AskAsync(caller, "GET", path);
            Assert.True(seen == status || (status == 200 && path.Contains("GrainState", StringComparison.Ordinal) && seen is not (401 or 403)), $"{caller} got {seen} of {path}: {text}");
        }
    }
}
