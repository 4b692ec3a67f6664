using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Muster.Client;

namespace Muster.Kubernetes.Tests;

/// <summary>Against a real API server with RBAC on.</summary>
[Collection(nameof(PermissionCheckTests))]
public sealed class PermissionCheckTests(RealClusterFixture cluster)
{
    private const string Roles = "apis/rbac.authorization.k8s.io/v1";

    private const string Home = "muster-system";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task RunAsync_TheFileAsItIs_MissesNothing()
    {
        using var server = await cluster.MusterAsync();

        Assert.Empty(await PermissionCheck.RunAsync(server, Home, ["default", "team-a"], Cancel));
    }

    [Fact]
    public async Task RunAsync_NamespaceOfNobody_MissesEveryRightThere()
    {
        using var server = await cluster.MusterAsync();

        var missing = await PermissionCheck.RunAsync(server, Home, ["team-b"], Cancel);

        Assert.Equal(Rights.Rules.Where(static r => r.Scope == RightScope.Tenant).Sum(static r => r.Verbs.Length), missing.Length);
        Assert.All(missing, static m => Assert.Equal("team-b", m.Namespace));
    }

    [Fact]
    public async Task RunAsync_EachRuleRemovedInTurn_IsNamedExactly()
    {
        using var server = await cluster.MusterAsync();
        foreach (var rule in Rights.Rules)
        {
            var (path, @namespace) = PlaceOf(rule.Scope);
            await SetRulesAsync(path, [.. Rights.Rules.Where(r => r.Scope == rule.Scope && r != rule)]);
            await SeeAsync(server, [.. rule.Verbs.Select(v => new MissingRight(rule, v, @namespace))]);
            await SetRulesAsync(path, [.. Rights.Rules.Where(r => r.Scope == rule.Scope)]);
            await SeeAsync(server, []);
        }
    }

    [Fact]
    public async Task Kubeconfig_OfTheScript_IsAcceptedAndHasEveryRight()
    {
        var plane = await cluster.PlaneAsync();
        var folder = Directory.CreateTempSubdirectory("muster-kubeconfig-");
        try
        {
            var start = new ProcessStartInfo(Path.Combine(MemberClusterFiles.Folder, "kubeconfig.sh"), ["--duration", "1h"]) { RedirectStandardOutput = true };
            start.Environment["KUBECONFIG"] = plane.WriteKubeconfig(plane.Admin, Path.Combine(folder.FullName, "admin"));
            using var script = Process.Start(start)!;
            var text = await script.StandardOutput.ReadToEndAsync(Cancel);
            await script.WaitForExitAsync(Cancel);
            Assert.Equal(0, script.ExitCode);

            using var server = TestApi.Client(new FixedCredentials(Kubeconfig.Read(text, null)), logger: NullLogger.Instance);

            Assert.Empty(await PermissionCheck.RunAsync(server, Home, ["team-a"], Cancel));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (string Path, string? Namespace) PlaceOf(RightScope scope) => scope switch
    {
        RightScope.Cluster => ($"{Roles}/clusterroles/{Rights.ClusterRole}", null),
        RightScope.Home => ($"{Roles}/namespaces/{Home}/roles/{Rights.HomeRole}", Home),
        _ => ($"{Roles}/namespaces/team-a/roles/{Rights.Role}", "team-a"),
    };

    private async Task SetRulesAsync(string path, ImmutableArray<AccessRule> rules)
    {
        var array = new JsonArray([.. rules.Select(static r =>
        {
            var node = new JsonObject { ["apiGroups"] = new JsonArray(r.Group), ["resources"] = new JsonArray(r.Resource), ["verbs"] = new JsonArray([.. r.Verbs.Select(static v => JsonValue.Create(v))]) };
            if (r.Name is not null)
                node["resourceNames"] = new JsonArray(r.Name);
            return (JsonNode)node;
        })]);
        using var content = new StringContent(new JsonObject { ["rules"] = array }.ToJsonString(), Encoding.UTF8, new MediaTypeHeaderValue("application/merge-patch+json"));
        using var answer = await (await cluster.PlaneAsync()).AdminClient.PatchAsync(path, content, Cancel);
        answer.EnsureSuccessStatusCode();
    }

    // The API server learns of changed rules by a watch of its own; each question is a call, which takes its time.
    private static async Task SeeAsync(ApiServer server, ImmutableArray<MissingRight> expected)
    {
        var watch = Stopwatch.StartNew();
        while (true)
        {
            var missing = await PermissionCheck.RunAsync(server, Home, ["default", "team-a"], Cancel);
            if (missing.SequenceEqual(expected))
                return;
            Assert.True(watch.Elapsed < Patience, $"expected {string.Join("; ", expected)}; seen {string.Join("; ", missing)}");
        }
    }
}
