using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>What is created for a job, object by object. MUSTER_APPROVE=1 writes what is made now.</summary>
public sealed class GoldenManifestTests
{
    private const string Minimal = """{"spec":{"containers":[{"name":"main","image":"busybox"}]}}""";

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void Manifests_Minimal_AreAsApproved() =>
        Check("minimal", Plans.Of(new("default", "train"), ("main", 1, Minimal)));

    [Fact]
    public void Manifests_TwoSets_AreRankedInOrder() =>
        Check("two-sets", Plans.Of(new("team-a", "train"),
            ("driver", 1, """{"metadata":{"labels":{"app":"train"},"annotations":{"team":"a"}},"spec":{"restartPolicy":"OnFailure","containers":[{"name":"main","image":"driver:1"}]}}"""),
            ("worker", 2, """{"spec":{"nodeSelector":{"gpu":"h100"},"containers":[{"name":"main","image":"worker:1","resources":{"limits":{"nvidia.com/gpu":8}}}]}}""")));

    [Fact]
    public void Manifests_StableNames_AreFoundByName() =>
        Check("stable-names", Plans.Of(new("default", "train"),
            ("main", 2, """{"spec":{"hostname":"mine","subdomain":"mine","containers":[{"name":"main","image":"busybox"}]}}""")) with { StableNames = true });

    [Fact]
    public void Manifests_EnvironmentOfTheUser_IsKeptAndMayReferToOurs() =>
        Check("user-environment", Plans.Of(new("default", "train"), ("main", 1, """
            {"spec":{"containers":[{"name":"main","image":"busybox","env":[{"name":"RANK","value":"17"},{"name":"WHO","value":"rank-$(MUSTER_RANK)"},
            {"name":"POD_IP","valueFrom":{"fieldRef":{"fieldPath":"status.podIP"}}}],"envFrom":[{"configMapRef":{"name":"settings"}}]}]}}
            """)));

    [Fact]
    public void Manifests_InitContainersAndSidecars_AllHaveTheEnvironment() =>
        Check("init-and-sidecars", Plans.Of(new("default", "train"), ("main", 1, """
            {"spec":{"initContainers":[{"name":"fetch","image":"curl"},{"name":"proxy","image":"envoy","restartPolicy":"Always"}],
            "containers":[{"name":"main","image":"busybox"},{"name":"exporter","image":"exporter"}]}}
            """)));

    [Fact]
    public void Manifests_LongNames_AreCutAndUnique() =>
        Check("long-names", Plans.Of(new("default", "1" + new string('j', 62)), (new string('s', 63), 2, Minimal)) with { StableNames = true });

    [Fact]
    public void Manifests_FieldsThatNobodyKnows_ArePassedOn() =>
        Check("unknown-fields", Plans.Of(new("default", "train"), ("main", 1, """
            {"metadata":{"name":"mine","finalizers":["x/y"],"labels":{"muster.dev/origin":"forged","muster.dev/else":"forged"},"annotations":{"muster.dev/incarnation":"forged"}},
            "spec":{"schedulerName":"other","nodeName":"n","resourceClaims":[{"name":"gpu","future":{"a":[1,2.50,1e3,null,"é"]}}],"restartPolicy":null,
            "containers":[{"name":"main","image":"busybox","futureField":true,"args":["<a&b>"]}],"serviceAccountName":"mine"}}
            """)));

    // Every object with its path, in the order in which they are created.
    private static void Check(string name, GangPlan plan)
    {
        var gang = new GangManifests("muster", "runner");
        var text = new StringBuilder();
        Add(ApiPaths.Anchor(plan.Job, plan.Attempt), gang.Anchor(plan));
        if (plan.StableNames)
            Add(ApiPaths.Service(plan.Job, plan.Attempt), gang.Service(plan, "anchor-uid"));
        using var pods = new PodManifests(gang, plan);
        for (var rank = 0; rank < plan.Pods.Length; rank++)
            Add(ApiPaths.Pod(plan.Job.Namespace, plan.Pods[rank].Name), pods.Pod(rank, "anchor-uid"));
        Golden.Check(name, text.ToString());

        void Add(string path, ReadOnlyMemory<byte> json) => text.Append("# ").AppendLine(path)
            .AppendLine(JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, Indented));
    }

    private static class Golden
    {
        public static void Check(string name, string actual, [CallerFilePath] string path = "")
        {
            var file = Path.Combine(Path.GetDirectoryName(path)!, "golden", name + ".txt");
            if (Environment.GetEnvironmentVariable("MUSTER_APPROVE") == "1")
                File.WriteAllText(file, actual);
            Assert.Equal(File.Exists(file) ? File.ReadAllText(file) : "", actual);
        }
    }
}
