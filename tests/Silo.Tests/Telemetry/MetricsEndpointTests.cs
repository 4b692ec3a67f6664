using System.Net;
using System.Net.Http.Headers;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Muster.Silo.Tests;

/// <summary>The address of the metrics, and the one of the API.</summary>
public sealed class MetricsEndpointTests(ApiSilo silo)
{
    [Fact]
    public async Task Metrics_AfterAJob_ShowsItsWay()
    {
        var name = ApiSilo.NewName();
        await silo.SubmitAsync(ApiSilo.Job(name));
        await silo.EndAsync(name);

        using var response = await silo.Http.GetAsync("metrics", TestContext.Current.CancellationToken);

        Assert.Equal("text/plain; version=0.0.4; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var families = ExpositionReader.Read(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), openMetrics: false);
        Assert.True(families["muster_job_submitted_total"].Value(("queue", "default")) >= 1);
        Assert.True(families["muster_job_transition_total"].Value(("from", "Starting"), ("to", "Running")) >= 1);
        Assert.Equal(1, families["muster_cluster_health"].Value(("cluster", "east"), ("health", "Ready")));
        Assert.Equal(256, families["muster_cluster_capacity"].Value(("cluster", "east"), ("resource", "cpu")));
        Assert.InRange(families["muster_cluster_heartbeat_age_seconds"].Value(("cluster", "east")), 0, 30);
        foreach (var stage in (string[])["queue", "reserve", "dispatch", "start"])
            Assert.True(families["muster_job_wait_duration_seconds"].Samples.Single(s => s.Name.EndsWith("_count", StringComparison.Ordinal) && s.Labels["stage"] == stage).Value >= 1, stage);
        Assert.Contains("dotnet_gc_collections_total", families.Keys);
        Assert.Contains("http_server_request_duration_seconds", families.Keys);
        Assert.DoesNotContain(families.Values.SelectMany(static f => f.Samples).SelectMany(static s => s.Labels.Values), v => v.Contains(name, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("application/openmetrics-text;version=1.0.0;q=0.6,text/plain;version=0.0.4;q=0.3,*/*;q=0.1", true)]
    [InlineData("application/openmetrics-text;q=0.3,text/plain;q=0.6", false)]
    [InlineData("application/openmetrics-text;q=0", false)]
    [InlineData("application/json", false)]
    public async Task Metrics_Accept_ChoosesTheFormat(string accept, bool openMetrics)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
        request.Headers.Accept.ParseAdd(accept);
        using var response = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(openMetrics ? "application/openmetrics-text" : "text/plain", response.Content.Headers.ContentType?.MediaType);
        Assert.NotEmpty(ExpositionReader.Read(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), openMetrics));
    }

    [Fact]
    public async Task Metrics_UnknownCredentials_AreRefusedOnTheAddressOfTheApi()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", "mst_none_of_ours");
        using var response = await silo.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task SecondAddress_ServesMetricsAndHealthAndNothingElse()
    {
        var directory = Directory.CreateTempSubdirectory("muster-metrics-");
        try
        {
            await using var app = Build(directory, "--Muster:Listen=http://127.0.0.1:0", "--Muster:Metrics:Listen=http://127.0.0.1:0");
            await app.StartAsync(TestContext.Current.CancellationToken);
            var (api, metrics) = (app.Urls.First(), app.Urls.Last());
            Assert.NotEqual(api, metrics);
            using var http = new HttpClient();
            // Credentials that the API would refuse are not looked at.
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "mst_none_of_ours");

            Assert.NotEmpty(ExpositionReader.Read(await http.GetStringAsync($"{metrics}/metrics", TestContext.Current.CancellationToken), openMetrics: false));
            Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(http, $"{api}/metrics"));
            foreach (var closed in (string[])["/v1/jobs", "/v1/version", "/", "/metrics/x", "/openapi/v1.json"])
                Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, metrics + closed));
            http.DefaultRequestHeaders.Authorization = null;
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, $"{metrics}/healthz"));
            Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(http, $"{metrics}/v1/jobs"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(http, $"{api}/v1/jobs"));
            await app.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    [Theory]
    [InlineData("Muster:Metrics:Listen=https://127.0.0.1:9090", "Muster:Metrics:Listen")]
    [InlineData("Muster:Metrics:Listen=nonsense", "Muster:Metrics:Listen")]
    [InlineData("Muster:Metrics:Listen=http://0.0.0.0:8080", "Muster:Metrics:Listen")]
    [InlineData("Muster:Metrics:MaxSeries=0", "Muster:Metrics:MaxSeries")]
    public void Settings_ThatCannotWork_StopTheStart(string setting, string named)
    {
        var directory = Directory.CreateTempSubdirectory("muster-metrics-");
        try
        {
            var problem = Assert.Throws<OptionsValidationException>(() => Build(directory, "--Muster:Listen=http://127.0.0.1:8080", "--" + setting).OpenStores());
            Assert.Contains(named, problem.Message, StringComparison.Ordinal);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }

    private static WebApplication Build(DirectoryInfo directory, params string[] settings) =>
        MusterHost.Build([.. settings, $"--Muster:Data={directory.FullName}"], static builder => builder.Logging.ClearProviders());

    private static async Task<HttpStatusCode> StatusAsync(HttpClient http, string address)
    {
        using var response = await http.GetAsync(address, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
