using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>The compose files: what Redis must be set to, and that nothing is open that need not be.</summary>
public sealed class ComposeTests
{
    public static TheoryData<string> Files => ["compose.yaml", "compose.single.yaml"];

    [Theory, MemberData(nameof(Files))]
    public void Ports_OfEveryFile_AreThisMachinesAlone(string file) =>
        Assert.All(Services(file).SelectMany(static s => s.Value["ports"]?.AsArray() ?? []), static p => Assert.StartsWith("127.0.0.1:", (string)p!, StringComparison.Ordinal));

    [Theory, MemberData(nameof(Files))]
    public void Services_OfEveryFile_AreLockedDown(string file)
    {
        foreach (var (name, service) in Services(file))
        {
            Assert.Matches(@":[^/]+$", (string)service["image"]!);
            Assert.DoesNotContain(":latest", (string)service["image"]!, StringComparison.Ordinal);
            Assert.Equal("""["ALL"]""", service["cap_drop"]!.ToJsonString());
            Assert.Contains("no-new-privileges:true", service["security_opt"]!.ToJsonString(), StringComparison.Ordinal);
            if (name != "redis")
                Assert.True((bool)service["read_only"]!, name);
            if (name.StartsWith("silo", StringComparison.Ordinal))
                Assert.Equal("1654:1654", (string?)service["user"]);
        }
    }

    [Fact]
    public void Redis_OfThreeSilos_LosesNothingThatWasAcknowledged()
    {
        var command = (string)Services("compose.yaml")["redis"]["command"]![2]!;

        foreach (var setting in new[] { "--appendonly yes", "--appendfsync always", "--maxmemory-policy noeviction", "--user default on \">$$REDIS_PASSWORD\" $$(cat /etc/redis/rights.acl)" })
            Assert.Contains(setting, command, StringComparison.Ordinal);
    }

    [Fact]
    public void Silos_OfCompose_AreThreeWithAddressesOfTheirOwn()
    {
        var services = Services("compose.yaml");
        var silos = services.Where(static s => s.Key.StartsWith("silo-", StringComparison.Ordinal)).ToList();
        var addresses = silos.Select(static s => (string?)s.Value["environment"]!["Muster__Cluster__AdvertisedAddress"]).ToList();

        Assert.Equal(3, silos.Count);
        Assert.Distinct(addresses);
        Assert.Equal(addresses, silos.Select(static s => (string?)s.Value["networks"]!["silos"]!["ipv4_address"]));
        Assert.All(silos, static s => Assert.Equal("Redis", (string?)s.Value["environment"]!["Muster__Ledger__Kind"]));
        var proxy = Repository.Read("deploy", "compose", "haproxy.cfg");
        Assert.All(silos, s => Assert.Contains($"server {s.Key} {s.Key}:8080", proxy, StringComparison.Ordinal));
    }

    [Fact]
    public void Secrets_OfCompose_AreInNoFileOfTheRepository()
    {
        Assert.DoesNotContain("password=", Repository.Read("deploy", "compose", "compose.yaml"), StringComparison.Ordinal);
        Assert.Contains("REDIS_PASSWORD=\n", Repository.Read("deploy", "compose", "redis.env.example"), StringComparison.Ordinal);
        Assert.Contains("redis.env\n", Repository.Read("deploy", "compose", ".gitignore"), StringComparison.Ordinal);
    }

    // With what "<<" lays under a map.
    private static Dictionary<string, JsonObject> Services(string file) => Yaml.Map(Repository.Read("deploy", "compose", file))["services"]!.AsObject()
        .ToDictionary(static s => s.Key, static s => Merged(s.Value!).AsObject());

    private static JsonNode Merged(JsonNode node)
    {
        if (node is not JsonObject map)
            return node.DeepClone();
        var result = map["<<"] is JsonObject under ? Merged(under).AsObject() : [];
        foreach (var (key, value) in map.Where(static m => m.Key != "<<"))
            result[key] = value is null ? null : Merged(value);
        return result;
    }
}
