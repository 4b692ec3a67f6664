using System.Text.Json.Nodes;

namespace Muster.Deploy.Tests;

/// <summary>What no installation may do without.</summary>
public sealed class SecurityTests
{
    public static TheoryData<string> Installations => [.. Installation.Names];

    [Theory, MemberData(nameof(Installations))]
    public async Task Containers_OfEveryInstallation_AreLockedDown(string installation)
    {
        foreach (var pod in (await Installation.ObjectsAsync(installation)).Select(static o => o.Pod).OfType<JsonObject>())
        {
            Assert.True((bool)pod["securityContext"]!["runAsNonRoot"]!);
            Assert.NotEqual(0, (int)pod["securityContext"]!["runAsUser"]!);
            Assert.Equal("RuntimeDefault", (string?)pod["securityContext"]!["seccompProfile"]!["type"]);
            Assert.All(["hostNetwork", "hostPID", "hostIPC", "initContainers"], name => Assert.False(pod.ContainsKey(name), name));
            Assert.All(pod["volumes"]!.AsArray(), static v => Assert.False(v!.AsObject().ContainsKey("hostPath")));
            Assert.All(pod["containers"]!.AsArray(), Container);
        }
    }

    [Theory, MemberData(nameof(Installations))]
    public async Task Rights_OfEveryInstallation_AreNamedOneByOne(string installation)
    {
        var objects = await Installation.ObjectsAsync(installation);
        var rules = objects.Where(static o => o.Kind is "Role" or "ClusterRole").SelectMany(static o => o.Content["rules"]!.AsArray()).ToList();

        Assert.DoesNotContain(rules.SelectMany(static r => r!.AsObject()).SelectMany(static m => m.Value!.AsArray()), static v => ((string)v!).Contains('*', StringComparison.Ordinal));
        Assert.DoesNotContain(rules.SelectMany(static r => r!["resources"]?.AsArray() ?? []), static r => (string?)r is "secrets" or "pods/exec" or "serviceaccounts/token");
        Assert.Equal(rules.Count > 0, (bool)objects.Single(static o => o.Kind == "Deployment").Pod!["automountServiceAccountToken"]!);
    }

    [Theory, MemberData(nameof(Installations))]
    public async Task Secrets_OfEveryInstallation_AreReferencesOnly(string installation)
    {
        var objects = await Installation.ObjectsAsync(installation);

        Assert.DoesNotContain(objects, static o => o.Kind == "Secret");
        var texts = objects.Where(static o => o.Kind == "ConfigMap").SelectMany(static o => o.Content["data"]!.AsObject()).Select(static d => (string)d.Value!)
            .Concat(objects.Select(static o => o.Pod).OfType<JsonObject>().SelectMany(static p => p["containers"]![0]!["env"]!.AsArray()).Select(static e => (string?)e!["value"] ?? ""));
        Assert.DoesNotContain(texts, static t => t.Replace("password=$(REDIS_PASSWORD)", "", StringComparison.Ordinal).Contains("password", StringComparison.OrdinalIgnoreCase)
            || t.Contains("mst_", StringComparison.Ordinal) || t.Contains("PRIVATE KEY", StringComparison.Ordinal));
    }

    // Kubernetes replaces $(NAME) only by what stands before.
    [Theory, MemberData(nameof(Installations))]
    public async Task Environment_VariableThatIsUsed_StandsBefore(string installation)
    {
        var env = (await Installation.ObjectsAsync(installation)).Single(static o => o.Kind == "Deployment").Pod!["containers"]![0]!["env"]!.AsArray();
        var names = env.Select(static e => (string)e!["name"]!).ToList();

        foreach (var (variable, i) in env.Select(static (e, i) => (e, i)).Where(static v => ((string?)v.e!["value"] ?? "").Contains("$(REDIS_PASSWORD)", StringComparison.Ordinal)))
            Assert.InRange(names.IndexOf("REDIS_PASSWORD"), 0, i - 1);
    }

    [Theory, MemberData(nameof(Installations))]
    public async Task Ending_OfAPod_HasTimeForTheSiloToHandOver(string installation)
    {
        var pod = (await Installation.ObjectsAsync(installation)).Single(static o => o.Kind == "Deployment").Pod!;
        var container = pod["containers"]![0]!;
        var shutdown = int.Parse((string)container["env"]!.AsArray().Single(static e => (string?)e!["name"] == "DOTNET_shutdownTimeoutSeconds")!["value"]!, System.Globalization.CultureInfo.InvariantCulture);

        Assert.True((int)pod["terminationGracePeriodSeconds"]! > shutdown + ((int?)container["lifecycle"]?["preStop"]?["sleep"]?["seconds"] ?? 0));
    }

    private static void Container(JsonNode? container)
    {
        var context = container!["securityContext"]!;
        Assert.False((bool)context["allowPrivilegeEscalation"]!);
        Assert.True((bool)context["readOnlyRootFilesystem"]!);
        Assert.Equal("""["ALL"]""", context["capabilities"]!["drop"]!.ToJsonString());
        Assert.Null(context["runAsUser"]);
        Assert.Contains(container["volumeMounts"]!.AsArray(), static m => (string?)m!["mountPath"] == "/tmp");
        foreach (var (probe, path) in new[] { ("startupProbe", "startup"), ("readinessProbe", "ready"), ("livenessProbe", "live") })
            Assert.Equal($"/healthz/{path}", (string?)container[probe]!["httpGet"]!["path"]);
        Assert.NotNull(container["resources"]!["requests"]!["cpu"]);
        Assert.NotNull(container["resources"]!["limits"]!["memory"]);
        var image = (string)container["image"]!;
        Assert.Matches(@"[:@][^/]+$", image);
        Assert.DoesNotContain(":latest", image, StringComparison.Ordinal);
    }
}
