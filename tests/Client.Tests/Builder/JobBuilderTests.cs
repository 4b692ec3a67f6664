using System.Text.Json;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

public sealed class JobBuilderTests
{
    [Fact]
    public void Build_Gang_IsTheJobThatAManifestWouldMake()
    {
        var job = JobBuilder.Create("train", "ml").InQueue("research").WithPriority(5).WithLabel("team", "a").After("prepare").WithRetries(2)
            .ExpectedToRun(TimeSpan.FromMinutes(5)).StopAfter(TimeSpan.FromHours(1)).OnClusters("east").OnClustersWith("zone", "x").OnClusterLoss(FailoverPolicy.Eager)
            .WithPodSet("worker", 4, 2, pod => pod.Image("train:2").Command("python", "train.py").Args("-v").Gpus(8).Cpu("4").Memory("16Gi").Env("A", "1").EnvFromSecret("B", "s", "k")
                .OnNodesWith("gpu", "h100").Tolerate("gpu").Label("l", "1").Annotation("n", "2").WorkingDirectory("/work").Template(static t => t["spec"]!["serviceAccountName"] = "sa"))
            .Build();
        Assert.Equal("""{"apiVersion":"muster.dev/v1alpha1","kind":"Job","metadata":{"namespace":"ml","name":"train","labels":{"team":"a"},"annotations":{},"uid":""},"spec":{"queue":"research","priority":5,"clusters":{"names":["east"],"selector":{"zone":"x"}},"runtime":{"expectedSeconds":300,"maxSeconds":3600},"retry":{"limit":2},"failover":{"policy":"Eager"},"dependsOn":["prepare"],"podSets":[{"name":"worker","count":4,"minCount":2,"template":{"spec":{"restartPolicy":"Never","containers":[{"name":"worker","image":"train:2","command":["python","train.py"],"args":["-v"],"env":[{"name":"A","value":"1"},{"name":"B","valueFrom":{"secretKeyRef":{"name":"s","key":"k"}}}],"workingDir":"/work","resources":{"requests":{"nvidia.com/gpu":"8","cpu":"4","memory":"16Gi"},"limits":{"nvidia.com/gpu":"8"}}}],"nodeSelector":{"gpu":"h100"},"tolerations":[{"key":"gpu","operator":"Exists"}],"serviceAccountName":"sa"},"metadata":{"labels":{"l":"1"},"annotations":{"n":"2"}}}}]}}""",
            JsonSerializer.Serialize(job, MusterJson.Default.Job));
        var shape = PodTemplateReader.Read(job.Spec.PodSets[0].Template, "template");
        Assert.Equal(8000, shape.Requests[ResourceNames.Gpu]);
    }

    [Fact]
    public void Build_WithFaults_NamesThemAllBeforeAnythingIsSent()
    {
        var builder = JobBuilder.Create("Train").WithPodSet("worker", 0, static pod => pod.Image("x").Cpu("many"));
        var error = Assert.Throws<InvalidRequestException>(builder.Build);
        Assert.Contains("metadata.name", error.Errors.Select(static e => e.Field));
        Assert.Contains("spec.podSets[0].count", error.Errors.Select(static e => e.Field));
        Assert.Contains(error.Errors, static e => e.Field.Contains("cpu", StringComparison.Ordinal));
    }
}
