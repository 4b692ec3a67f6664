using YamlDotNet.RepresentationModel;

namespace Muster.Kubernetes.Tests;

/// <summary>What is granted to Muster is what its code uses.</summary>
public sealed class RightsTests
{
    private static readonly Dictionary<string, YamlMappingNode> Manifests = Read();

    [Fact]
    public void Manifest_Rules_AreThoseOfTheCodeOneByOne()
    {
        foreach (var scope in Enum.GetValues<RightScope>())
            Assert.Equal(Rights.Rules.Where(r => r.Scope == scope).Select(static r => $"{r}"), Rules(Rights.HolderOf(scope).Replace(' ', '/')));
    }

    [Fact]
    public void Manifest_Objects_AreTheseOnly() => Assert.Equal(
        ["ClusterRole/muster-observer", "ClusterRoleBinding/muster-observer", "Namespace/muster-system", "Role/muster-jobs", "Role/muster-witness",
            "RoleBinding/muster-jobs", "RoleBinding/muster-witness", "ServiceAccount/muster"],
        Manifests.Keys.Order(StringComparer.Ordinal));

    [Fact]
    public void Manifest_Bindings_BindOnlyTheServiceAccount()
    {
        foreach (var (key, manifest) in Manifests.Where(static m => m.Key.Contains("Binding", StringComparison.Ordinal)))
        {
            var subject = (YamlMappingNode)Assert.Single((YamlSequenceNode)manifest["subjects"]);
            Assert.Equal(("ServiceAccount", "muster", "muster-system"), ($"{subject["kind"]}", $"{subject["name"]}", $"{subject["namespace"]}"));
            Assert.Equal(key.Replace("Binding", "", StringComparison.Ordinal), $"{manifest["roleRef"]["kind"]}/{manifest["roleRef"]["name"]}");
        }
    }

    [Fact]
    public void Rules_NothingThatOpensMore_IsGranted()
    {
        string[] tooMuch = ["secrets", "configmaps", "pods/exec", "pods/attach", "pods/ephemeralcontainers", "serviceaccounts", "serviceaccounts/token", "nodes/proxy", "roles", "rolebindings", "clusterroles"];

        Assert.All(Rights.Rules, static r => Assert.DoesNotContain("*", $"{r}", StringComparison.Ordinal));
        Assert.DoesNotContain(Rights.Rules, r => tooMuch.Contains(r.Resource));
        Assert.DoesNotContain(Rights.Rules, static r => r.Verbs.Any(static v => v is "escalate" or "bind" or "impersonate" or "deletecollection"));
        Assert.All(Rights.Rules.Where(static r => r.Scope == RightScope.Cluster), static r => Assert.All(r.Verbs, static v => Assert.Contains(v, (string[])["get", "list", "watch"])));
    }

    [Fact]
    public void ToString_MissingRight_NamesItsPlaceAndTheRuleToAdd()
    {
        Assert.Equal("create pods/binding in namespace team-a; add to Role muster-jobs there: {apiGroups: [\"\"], resources: [pods/binding], verbs: [create]}",
            new MissingRight(Rights.Rules[6], "create", "team-a").ToString());
        Assert.Equal("get namespaces 'kube-system' in the whole cluster; add to ClusterRole muster-observer: {apiGroups: [\"\"], resources: [namespaces], resourceNames: [kube-system], verbs: [get]}",
            new MissingRight(Rights.Rules[3], "get", null).ToString());
    }

    private static IEnumerable<string> Rules(string key) => ((YamlSequenceNode)Manifests[key]["rules"]).Cast<YamlMappingNode>().Select(static rule =>
    {
        Assert.Empty(rule.Children.Keys.Select(static k => $"{k}").Except(["apiGroups", "resources", "resourceNames", "verbs"]));
        return new AccessRule(
            RightScope.Cluster, Assert.Single(Words(rule, "resources")), [.. Words(rule, "verbs")], Words(rule, "resourceNames").SingleOrDefault(),
            Assert.Single(Words(rule, "apiGroups"))).ToString();
    });

    private static string[] Words(YamlMappingNode rule, string key) =>
        rule.Children.TryGetValue(key, out var words) ? [.. ((YamlSequenceNode)words).Select(static w => ((YamlScalarNode)w).Value!)] : [];

    private static Dictionary<string, YamlMappingNode> Read()
    {
        var yaml = new YamlStream();
        using var text = File.OpenText(Path.Combine(MemberClusterFiles.Folder, "rbac.yaml"));
        yaml.Load(text);
        return yaml.Documents.Select(static d => (YamlMappingNode)d.RootNode).ToDictionary(static m => $"{m["kind"]}/{m["metadata"]["name"]}");
    }
}
