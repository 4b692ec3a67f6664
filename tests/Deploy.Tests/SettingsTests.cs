using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Muster.Silo;

namespace Muster.Deploy.Tests;

/// <summary>A silo starts with the settings that the chart writes, and answers the probes where they ask.</summary>
public sealed class SettingsTests
{
    [Fact, Trait("Category", "Slow")]
    public async Task Silo_WithTheChartsSettings_AnswersItsProbes()
    {
        var folder = Directory.CreateTempSubdirectory("muster-deploy-").FullName;
        try
        {
            await Kubectl.RunAsync("dotnet", Path.Combine(AppContext.BaseDirectory, "Muster.Silo.dll"), "token", "create", "ada", "--role", "admin", $"--Muster:Access:TokenFile={Path.Combine(folder, "tokens.json")}");
            WriteCertificate(folder);
            await using var silo = MusterHost.Build([], builder => Configure(builder, Settings(""), folder));
            silo.OpenStores();
            await silo.StartAsync(TestContext.Current.CancellationToken);
            await ProbesAnswerAsync(new(silo.Urls.Last()));
            await silo.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Silo_WithoutTheTokensOfTheSecret_DoesNotStart()
    {
        var folder = Directory.CreateTempSubdirectory("muster-deploy-").FullName;
        try
        {
            WriteCertificate(folder);
            await using var silo = MusterHost.Build([], builder => Configure(builder, Settings(""), folder));

            Assert.Contains("token create", Assert.Throws<OptionsValidationException>(silo.OpenStores).Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task ProbesAnswerAsync(Uri metrics)
    {
        var deployment = Chart.Objects(Chart.Values("")).Single(static o => o.Kind == "Deployment");
        using var client = new HttpClient { BaseAddress = metrics };
        foreach (var probe in new[] { "startupProbe", "livenessProbe", "readinessProbe" })
            await UntilOkAsync(client, (string)deployment.Pod!["containers"]![0]![probe]!["httpGet"]!["path"]!);
        Assert.Equal(HttpStatusCode.OK, (await client.GetAsync(new Uri("/metrics", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri("/v1/clusters", UriKind.Relative), TestContext.Current.CancellationToken)).StatusCode);
    }

    private static async Task UntilOkAsync(HttpClient client, string path)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while ((await client.GetAsync(new Uri(path, UriKind.Relative), limit.Token)).StatusCode != HttpStatusCode.OK)
            await timer.WaitForNextTickAsync(limit.Token);
    }

    private static string Settings(string values) =>
        (string)Chart.Objects(Chart.Values(values)).Single(static o => o.Kind == "ConfigMap").Content["data"]!["appsettings.json"]!;

    // Only places are other than in the container: addresses that are free here, and a folder for what is mounted there.
    private static void Configure(WebApplicationBuilder builder, string settings, string folder)
    {
        builder.Logging.ClearProviders();
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(settings)));
        var muster = JsonNode.Parse(settings)!["Muster"]!;
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Muster:Listen"] = $"{new Uri((string)muster["Listen"]!).Scheme}://0.0.0.0:0",
            ["Muster:Metrics:Listen"] = "http://127.0.0.1:0",
            ["Muster:Data"] = Path.Combine(folder, Path.GetFileName((string)muster["Data"]!)),
            ["Muster:Access:TokenFile"] = Path.Combine(folder, Path.GetFileName((string)muster["Access"]!["TokenFile"]!)),
            ["Muster:Certificate:Path"] = Path.Combine(folder, Path.GetFileName((string)muster["Certificate"]!["Path"]!)),
            ["Muster:Certificate:KeyPath"] = Path.Combine(folder, Path.GetFileName((string)muster["Certificate"]!["KeyPath"]!)),
        });
    }

    private static void WriteCertificate(string folder)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=muster", key, HashAlgorithmName.SHA256);
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        File.WriteAllText(Path.Combine(folder, "tls.crt"), certificate.ExportCertificatePem());
        File.WriteAllText(Path.Combine(folder, "tls.key"), key.ExportPkcs8PrivateKeyPem());
    }
}
