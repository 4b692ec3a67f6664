using System.Text.Json.Nodes;
using Muster.ControlPlane;

namespace Muster.Deploy.Tests;

/// <summary>A real API server accepts what is made, as far as it is not too old for it.</summary>
public sealed class DryRunTests(DryRunTests.Cluster cluster) : IClassFixture<DryRunTests.Cluster>
{
    // Kinds that the server of these tests does not have; the schema alone checks them.
    private static readonly string[] Newer = ["policy/v1 PodDisruptionBudget", "monitoring.coreos.com/v1 ServiceMonitor"];

    public static TheoryData<string> Installations => [.. Installation.Names];

    [Theory, MemberData(nameof(Installations)), Trait("Category", "Slow")]
    public async Task Apply_EveryInstallation_IsAccepted(string installation)
    {
        var objects = (await Installation.ObjectsAsync(installation)).Where(static o => !Newer.Contains($"{o.ApiVersion} {o.Kind}")).ToList();

        var output = await cluster.ApplyAsync(objects);

        Assert.Equal(objects.Count, output.Split('\n').Count(static l => l.EndsWith("(server dry run)", StringComparison.Ordinal)));
    }

    [Fact, Trait("Category", "Slow")]
    public async Task Apply_WrongObject_IsRefused()
    {
        var objects = Chart.Objects(Chart.Values(""));
        objects.Single(static o => o.Kind == "Deployment").Pod!["containers"]![0]!["imag"] = "x";

        var refusal = await Assert.ThrowsAsync<Xunit.Sdk.TrueException>(() => cluster.ApplyAsync(objects));

        Assert.Contains("unknown field \"imag\"", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>One API server for all of them.</summary>
    public sealed class Cluster : IAsyncLifetime
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("muster-deploy-").FullName;
        private ControlPlane.ControlPlane? _plane;

        public async ValueTask InitializeAsync()
        {
            // Where the suite must be complete, one that is missing fails here.
            if (!Assets.AreThere && Environment.GetEnvironmentVariable("CI") is null)
                return;
            _plane = await ControlPlane.ControlPlane.StartAsync(new() { Name = "deploy", WithControllerManager = false, TenantNamespaces = ["ml"] }, TestContext.Current.CancellationToken);
            _plane.WriteKubeconfig(_plane.Admin, Path.Combine(_folder, "kubeconfig"));
        }

        internal async Task<string> ApplyAsync(IEnumerable<Manifest> objects)
        {
            Assert.SkipUnless(_plane is not null, "There is no control plane here: " + Assets.Remedy);
            var file = Path.Combine(_folder, $"{Guid.NewGuid():N}.json");
            await File.WriteAllTextAsync(file, new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = new JsonArray([.. objects.Select(Older)]) }.ToJsonString());
            return await Kubectl.RunAsync("kubectl", "--kubeconfig", Path.Combine(_folder, "kubeconfig"), "apply", "--dry-run=server", "-f", file);
        }

        public async ValueTask DisposeAsync()
        {
            if (_plane is not null)
                await _plane.DisposeAsync();
            Directory.Delete(_folder, recursive: true);
        }

        // Fields that are newer than the server; the schema alone checks them.
        private static JsonObject Older(Manifest manifest)
        {
            manifest.Pod?["containers"]?[0]?.AsObject().Remove("lifecycle");
            foreach (var constraint in manifest.Pod?["topologySpreadConstraints"]?.AsArray() ?? [])
                constraint!.AsObject().Remove("matchLabelKeys");
            return manifest.Content.DeepClone().AsObject();
        }
    }
}
