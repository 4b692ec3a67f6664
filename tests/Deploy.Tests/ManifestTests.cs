using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>What the chart and the overlays make is valid, and the same.</summary>
public sealed class ManifestTests
{
    public static TheoryData<string> Installations => [.. Installation.Names];

    public static TheoryData<string> YamlFiles => [.. Directory.EnumerateFiles(Repository.File("deploy"), "*.yaml", SearchOption.AllDirectories)
        .Where(static f => !f.Contains("templates", StringComparison.Ordinal)).Select(static f => Path.GetRelativePath(Repository.Root, f)).Order(StringComparer.Ordinal)];

    [Theory, MemberData(nameof(YamlFiles))]
    public void File_EveryYaml_IsRead(string file) => Assert.NotEmpty(Yaml.Documents(Repository.Read(file)));

    [Theory, MemberData(nameof(Installations))]
    public async Task Objects_OfEveryInstallation_HaveFieldsThatKubernetesKnows(string installation)
    {
        var objects = await Installation.ObjectsAsync(installation);

        Assert.True(objects.Count >= 7, string.Join(", ", objects));
        Assert.Empty(objects.SelectMany(KubernetesSchema.Check));
        Assert.Distinct(objects.Select(static o => $"{o} {o.Content["metadata"]!["namespace"]}"));
    }

    [Theory]
    [InlineData("spec: { replica: 1 }", "Service/s.spec: replica is not known")]
    [InlineData("spec: { ports: [{ port: api }] }", "Service/s.spec.ports[0].port: \"api\" is no integer")]
    [InlineData("spec: { ports: [{}] }", "Service/s.spec.ports[0]: port is missing")]
    [InlineData("spec: { selector: { app: 1 } }", "Service/s.spec.selector.app: 1 is no string")]
    [InlineData("spec:", "Service/s.spec: it is empty")]
    public void Check_WrongObject_SaysWhere(string rest, string problem) =>
        Assert.Equal([problem], KubernetesSchema.Check(Manifest.Read($"apiVersion: v1\nkind: Service\nmetadata: {{ name: s }}\n{rest}\n").Single()));

    [Theory]
    [InlineData("", "overlays/sqlite")]
    [InlineData("redis.yaml", "overlays/redis")]
    public async Task Overlay_AndTheChart_AreTheSame(string values, string overlay)
    {
        var (chart, kustomize) = (Chart.Objects(Chart.Values(values)), await Kubectl.KustomizeAsync(overlay));
        // Helm makes the namespace itself when it is asked to.
        kustomize.RemoveAll(static o => o.Kind == "Namespace");

        Assert.Equal(Texts(kustomize), Texts(chart));
    }

    [Fact]
    public async Task Component_Monitoring_IsTheChartsServiceMonitor()
    {
        var values = Chart.Merge(Chart.Values(""), new() { ["serviceMonitor"] = new JsonObject { ["enabled"] = true } });
        var monitor = Chart.Objects(values).Single(static o => o.Kind == "ServiceMonitor");
        monitor.Content["metadata"]!.AsObject().Remove("namespace");

        Assert.Equal(Texts(await Kubectl.KustomizeAsync("components/monitoring")), Texts([monitor]));
    }

    private static List<string> Texts(IEnumerable<Manifest> objects) => [.. objects.Select(Normal.Text).Order(StringComparer.Ordinal)];
}
