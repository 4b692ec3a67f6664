using System.Text.Json.Nodes;
using System.Xml.Linq;
using Client.Tests;

namespace Muster.Deploy.Tests;

/// <summary>The chart: its values, and what it makes of them.</summary>
public sealed class ChartTests
{
    public static TheoryData<string> ValuesFiles => [.. Chart.ValuesFiles];

    private static readonly JsonObject Schema = JsonNode.Parse(File.ReadAllText(Path.Combine(Chart.Folder, "values.schema.json")))!.AsObject();

    [Theory, MemberData(nameof(ValuesFiles))]
    public void Values_OfEveryFile_AreValid(string file) => Assert.Empty(SchemaChecker.Check(Chart.Values(file), Schema));

    [Theory]
    [InlineData("engin: Orleans", "$.engin: not known")]
    [InlineData("engine: Redis", "$.engine: none of its values")]
    [InlineData("image: { tga: x }", "$.image.tga: not known")]
    [InlineData("orleans: { replicas: three }", "$.orleans.replicas: no integer")]
    [InlineData("orleans: { replicas: 0 }", "$.orleans.replicas: below 1")]
    [InlineData("redis: { configuration: 'redis:6379,password=hunter2' }", "$.redis.configuration: not ^")]
    [InlineData("settings: { Queue: [] }", "$.settings.Queue: not known")]
    [InlineData("credentials: { key: c2VjcmV0 }", "$.credentials.key: not known")]
    [InlineData("settings: { Listen: 'http://0.0.0.0:80' }", "$.settings.Listen: not known")]
    [InlineData("settings: { Queues: [{ Name: a, Wait: 1 }] }", "$.settings.Queues[0].Wait: not known")]
    [InlineData("clusters: [{ name: east }]", "$.clusters[0]: secret is missing")]
    [InlineData("clusters: [{ name: East, secret: s }]", "$.clusters[0].name: not ^")]
    [InlineData("networkPolicy: { apiServers: [{ cidr: api.example.com, port: 443 }] }", "$.networkPolicy.apiServers[0].cidr: not ^")]
    [InlineData("networkPolicy: { clients: [{ podSelektor: {} }] }", "$.networkPolicy.clients[0].podSelektor: not known")]
    public void Values_Misspelt_AreRefused(string values, string problem) =>
        Assert.Contains(SchemaChecker.Check(Chart.Merge(Chart.Values(""), Yaml.Map(values)), Schema), p => p.StartsWith(problem, StringComparison.Ordinal));

    [Fact]
    public void Schema_EveryProperty_IsDescribedAndClosed() => Assert.Empty(Open(Schema, "$"));

    [Theory]
    [InlineData("engine: Orleans", "set redis.configuration")]
    [InlineData("{ engine: Orleans, redis: { configuration: 'r:6379' } }", "set networkPolicy.redis")]
    [InlineData("tls: { secret: '' }", "set tls.secret")]
    [InlineData("clusters: [{ name: east, secret: east }]", "set networkPolicy.apiServers")]
    [InlineData("homeCluster: { enabled: true }", "set networkPolicy.apiServers")]
    [InlineData("service: { type: LoadBalancer }", "add their networks to networkPolicy.clients")]
    public void Render_ValuesThatCannotWork_SaysWhatToSet(string values, string remedy) =>
        Assert.Contains(remedy, Assert.Throws<TemplateException>(() => Chart.Render(Chart.Merge(Chart.Values(""), Yaml.Map(values)))).Message, StringComparison.Ordinal);

    [Fact]
    public void Render_EveryOptionOn_ShowsInTheObjects()
    {
        var objects = Chart.Objects(Chart.Values("everything.yaml"));
        var deployment = objects.Single(static o => o.Kind == "Deployment");

        Assert.Equal(5, (int)deployment.Content["spec"]!["replicas"]!);
        Assert.EndsWith("@sha256:" + new string('0', 64), (string)deployment.Pod!["containers"]![0]!["image"]!, StringComparison.Ordinal);
        Assert.Contains(objects, static o => o.Kind == "ServiceMonitor");
        Assert.Contains(deployment.Pod!["containers"]![0]!["volumeMounts"]!.AsArray(), static m => (string?)m!["subPathExpr"] == "$(POD_NAME)");
        Assert.True((bool)objects.Single(static o => o.Kind == "ServiceAccount").Content["automountServiceAccountToken"]!);
    }

    [Fact]
    public void Credentials_WithAKey_AreGivenItAsAFileOfTheSecret()
    {
        var objects = Chart.Objects(Chart.Values("everything.yaml"));
        var pod = objects.Single(static o => o.Kind == "Deployment").Pod!;
        var settings = JsonNode.Parse((string)objects.Single(static o => o.Kind == "ConfigMap").Content["data"]!["appsettings.json"]!)!["Muster"]!;
        var volume = pod["volumes"]!.AsArray().Single(static v => (string?)v!["name"] == "credentials")!;
        var mount = (string)pod["containers"]![0]!["volumeMounts"]!.AsArray().Single(static m => (string?)m!["name"] == "credentials")!["mountPath"]!;

        Assert.Equal("sealing", (string?)volume["secret"]!["secretName"]);
        Assert.Equal("keys", (string?)volume["secret"]!["items"]![0]!["key"]);
        Assert.Equal($"{mount}/{(string?)volume["secret"]!["items"]![0]!["path"]}", (string?)settings["Credentials"]!["KeyFile"]);
        // Where none is named, none is waited for.
        Assert.DoesNotContain("credentials", Chart.Objects(Chart.Values("")).Single(static o => o.Kind == "Deployment").Pod!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Roles_OfTheHomeCluster_AreThoseOfAMemberCluster()
    {
        var values = Chart.Merge(Chart.Values(""), Yaml.Map("{ homeCluster: { enabled: true }, networkPolicy: { apiServers: [{ cidr: 192.0.2.1/32, port: 443 }] } }"));

        Assert.Equal(Rights(Manifest.Read(Repository.Read("deploy", "member-cluster", "rbac.yaml"))), Rights(Chart.Objects(values)));
    }

    [Theory, MemberData(nameof(ValuesFiles))]
    public void Notes_OfEveryFile_NameServiceAndSecrets(string file)
    {
        var notes = Chart.Render(Chart.Values(file))["NOTES.txt"];

        Assert.Contains("port-forward service/muster 8080:", notes, StringComparison.Ordinal);
        Assert.Contains((string)Chart.Values(file)["access"]!["tokensSecret"]!, notes, StringComparison.Ordinal);
        Assert.Contains("muster get clusters", notes, StringComparison.Ordinal);
    }

    [Fact]
    public void Version_OfTheChart_IsTheProducts()
    {
        var version = XDocument.Load(Repository.File("Directory.Build.props")).Descendants("VersionPrefix").Single().Value;

        Assert.Equal(version, (string?)Chart.Read("Chart.yaml")["appVersion"]);
        Assert.Equal(version, (string?)Chart.Read("Chart.yaml")["version"]);
        Assert.Contains($"muster-silo:{version}", Repository.Read("deploy", "kustomize", "base", "deployment.yaml"), StringComparison.Ordinal);
        Assert.Contains($"newTag: {version}-orleans", Repository.Read("deploy", "kustomize", "overlays", "redis", "kustomization.yaml"), StringComparison.Ordinal);
    }

    private static IEnumerable<string> Open(JsonObject schema, string path)
    {
        if (path != "$" && schema["description"] is null)
            yield return $"{path}: no description";
        if (schema["properties"] is not JsonObject properties)
            yield break;
        if ((bool?)schema["additionalProperties"] != false)
            yield return $"{path}: open";
        foreach (var problem in properties.SelectMany(p => Open(p.Value!.AsObject(), $"{path}.{p.Key}")))
            yield return problem;
    }

    // Without the account and the namespace, which the chart has otherwise.
    private static List<string> Rights(IEnumerable<Manifest> objects) =>
    [
        .. objects.Where(static o => o.Kind is "Role" or "RoleBinding" or "ClusterRole" or "ClusterRoleBinding").Select(static o =>
        {
            o.Content["metadata"]!.AsObject().Remove("labels");
            return Normal.Text(o);
        }).Order(StringComparer.Ordinal),
    ];
}
