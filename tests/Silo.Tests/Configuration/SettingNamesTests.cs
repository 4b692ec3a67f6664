using Microsoft.Extensions.Configuration;

namespace Muster.Silo.Tests;

/// <summary>A setting that there is not stops the start, with the nearest that there is.</summary>
public sealed class SettingNamesTests
{
    [Theory]
    [InlineData("Listem", "Muster:Listem is no setting; did you mean Listen?")]
    [InlineData("Limts:MaxWatches", "Muster:Limts is no setting; did you mean Limits?")]
    [InlineData("Limits:MaxWatch", "Muster:Limits:MaxWatch is no setting; did you mean MaxWatches?")]
    [InlineData("Ledger:Redis:Config", "Muster:Ledger:Redis:Config is no setting; known: ")]
    [InlineData("Clusters:0:KubeConfg", "Muster:Clusters:0:KubeConfg is no setting; did you mean Kubeconfig?")]
    [InlineData("Queues:0:Quotas:0:Resources:cpu:Nominel", "Muster:Queues:0:Quotas:0:Resources:cpu:Nominel is no setting; did you mean Nominal?")]
    [InlineData("Simulation:Clusters:0:NodeGroups:0:Counts", "Muster:Simulation:Clusters:0:NodeGroups:0:Counts is no setting; did you mean Count?")]
    [InlineData("Listen:Url", "Muster:Listen is one value, and there is 'Url' below it; write the value itself.")]
    [InlineData("Cluster:ProbeTimeout:Seconds", "Muster:Cluster:ProbeTimeout is one value")]
    // What the silo makes of others is none.
    [InlineData("AuditDirectory", "Muster:AuditDirectory is no setting; known: ")]
    [InlineData("Kubernetes:ApiServer:MaxConcurrency", "Muster:Kubernetes:ApiServer is no setting; ")]
    public void Faults_OfWhatIsNoSetting_NameItAndTheNearest(string key, string fault) =>
        Assert.StartsWith(fault, Assert.Single(Faults(key)), StringComparison.Ordinal);

    [Theory]
    [InlineData("listen")]
    [InlineData("Limits:MaxWatches")]
    [InlineData("Ledger:Redis:Configuration")]
    [InlineData("Ledger:Redis:Witnessed:Counter")]
    [InlineData("Cluster:Beside:0")]
    [InlineData("Cluster:ProbeTimeout")]
    [InlineData("Credentials:KeyFile")]
    [InlineData("Clusters:0:Labels:whatever.example.com/I-call-it")]
    [InlineData("Clusters:east:Name")]
    [InlineData("Flavors:0:NodeLabels:gpu")]
    [InlineData("Queues:0:Quotas:0:Resources:nvidia.com/gpu:Nominal")]
    [InlineData("Simulation:Clusters:0:NodeGroups:0:Allocatable:cpu")]
    [InlineData("Simulation:Timings:GracePeriod")]
    [InlineData("Kubernetes:AllowedNetworks:0")]
    [InlineData("Kubernetes:CallTimeout")]
    [InlineData("Jobs:PrepareFanOut")]
    [InlineData("QueueLimits:SweepInterval")]
    [InlineData("MemberClusters:HeartbeatInterval")]
    [InlineData("Events:KeepAlive")]
    [InlineData("Metrics:Listen")]
    [InlineData("Client:Retry:MaxTries")]
    public void Faults_OfASetting_AreNone(string key) => Assert.Empty(Faults(key));

    [Fact]
    public async Task Start_WithASettingThatThereIsNot_SaysSoInOneLine()
    {
        var data = Directory.CreateTempSubdirectory("muster-names-");
        try
        {
            using var silo = SiloProcess.Start(data.FullName, "--Muster:Lmits:MaxWatches=3");
            Assert.Equal(1, await silo.ExitAsync());
            Assert.Contains("Muster:Lmits is no setting; did you mean Limits?", silo.Output, StringComparison.Ordinal);
            Assert.DoesNotContain("   at ", silo.Output, StringComparison.Ordinal);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static string[] Faults(string key) =>
        [.. SettingNames.Faults(new ConfigurationBuilder().AddInMemoryCollection([new($"Muster:{key}", "1")]).Build().GetSection("Muster"))];
}
