using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>Settings, containers, Services and NetworkPolicies speak of the same ports.</summary>
public sealed class PortTests
{
    public static TheoryData<string> Installations => [.. Installation.Names];

    [Theory, MemberData(nameof(Installations))]
    public async Task Settings_OfEveryInstallation_AreTheContainersPorts(string installation)
    {
        var objects = await Installation.ObjectsAsync(installation);
        var muster = JsonNode.Parse((string)objects.Single(static o => o.Kind == "ConfigMap").Content["data"]!["appsettings.json"]!)!["Muster"]!;
        var settings = new Dictionary<string, int> { ["api"] = new Uri((string)muster["Listen"]!).Port, ["metrics"] = new Uri((string)muster["Metrics"]!["Listen"]!).Port };
        if (muster["Cluster"] is { } cluster)
            (settings["silo"], settings["gateway"]) = ((int)cluster["SiloPort"]!, (int)cluster["GatewayPort"]!);

        Assert.Equal(settings.OrderBy(static p => p.Value), Ports(objects).OrderBy(static p => p.Value));
    }

    [Theory, MemberData(nameof(Installations))]
    public async Task Policies_OfEveryInstallation_LetInTheContainersPorts(string installation)
    {
        var objects = await Installation.ObjectsAsync(installation);
        var rules = objects.Where(static o => o.Kind == "NetworkPolicy").SelectMany(static o => o.Content["spec"]!["ingress"]!.AsArray()).ToList();

        // Silos do not use each other's gateways: these are open to those alone whom somebody has named.
        var open = Ports(objects).Where(p => p.Key != "gateway" || installation == "chart everything.yaml").Select(static p => p.Value);
        Assert.Equal(open.Order(), rules.SelectMany(static r => r!["ports"]!.AsArray()).Select(static p => (int)p!["port"]!).Order());
        // A rule that names nobody lets in everybody.
        Assert.All(rules, static r => Assert.NotEmpty(r!["from"]!.AsArray()));
    }

    [Theory, MemberData(nameof(Installations))]
    public async Task Policies_OfSilos_LetThemReachEachOtherAndRedis(string installation)
    {
        var objects = await Installation.ObjectsAsync(installation);
        var ports = Ports(objects);
        if (objects.SingleOrDefault(static o => o is { Kind: "NetworkPolicy", Name: "muster-silos" }) is not { } policy)
        {
            Assert.DoesNotContain("silo", ports.Keys);
            return;
        }
        var egress = policy.Content["spec"]!["egress"]!.AsArray();
        Assert.Equal([ports["silo"]], egress[0]!["ports"]!.AsArray().Select(static p => (int)p!["port"]!));
        var redis = Env(objects, "Muster__Ledger__Redis__Configuration");
        Assert.Equal(redis, Env(objects, "Muster__Cluster__Redis"));
        Assert.Contains($":{(int)egress[1]!["ports"]![0]!["port"]!}", redis, StringComparison.Ordinal);
        Assert.DoesNotContain(policy.Content["spec"]!["ingress"]![0]!["from"]!.AsArray(), static p => p!["podSelector"] is null);
    }

    [Theory, MemberData(nameof(Installations))]
    public async Task Policies_OfEveryInstallation_LetNamesBeLookedUp(string installation) =>
        Assert.Contains((await Installation.ObjectsAsync(installation)).Where(static o => o.Kind == "NetworkPolicy").SelectMany(static o => o.Content["spec"]!["egress"]!.AsArray()),
            static r => r!["ports"]!.ToJsonString() is var ports && ports.Contains("UDP", StringComparison.Ordinal) && ports.Contains("53", StringComparison.Ordinal));

    [Theory, MemberData(nameof(Installations))]
    public async Task Selectors_OfEveryInstallation_FindThePods(string installation)
    {
        var objects = await Installation.ObjectsAsync(installation);
        var labels = objects.Single(static o => o.Kind == "Deployment").Content["spec"]!["template"]!["metadata"]!["labels"]!.AsObject();
        var selectors = objects.Select(static o => o.Kind switch
        {
            "Service" => o.Content["spec"]!["selector"],
            "Deployment" or "PodDisruptionBudget" => o.Content["spec"]!["selector"]!["matchLabels"],
            "NetworkPolicy" => o.Content["spec"]!["podSelector"]!["matchLabels"],
            _ => null,
        }).OfType<JsonObject>().ToList();

        Assert.True(selectors.Count >= 4);
        Assert.All(selectors, s => Assert.All(s, l => Assert.Equal((string?)l.Value, (string?)labels[l.Key])));
        var ports = Ports(objects);
        Assert.All(objects.Where(static o => o.Kind == "Service").SelectMany(static o => o.Content["spec"]!["ports"]!.AsArray()), p => Assert.Contains((string)p!["targetPort"]!, ports.Keys));
    }

    private static Dictionary<string, int> Ports(List<Manifest> objects) => objects.Single(static o => o.Kind == "Deployment").Pod!["containers"]![0]!["ports"]!.AsArray()
        .ToDictionary(static p => (string)p!["name"]!, static p => (int)p!["containerPort"]!);

    private static string Env(List<Manifest> objects, string name) => (string)objects.Single(static o => o.Kind == "Deployment").Pod!["containers"]![0]!["env"]!.AsArray()
        .Single(e => (string?)e!["name"] == name)!["value"]!;
}
