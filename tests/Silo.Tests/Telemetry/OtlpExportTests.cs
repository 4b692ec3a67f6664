using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Muster.Silo.Tests;

/// <summary>Metrics and spans reach a collector that the standard variables name, and nobody when they do not.</summary>
public sealed class OtlpExportTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Export_EndpointIsSet_SendsBothSignalsUnlessDisabled(bool disabled)
    {
        var got = new ConcurrentDictionary<string, string>(StringComparer.Ordinal);
        await using var collector = WebApplication.CreateSlimBuilder().Build();
        collector.Urls.Add("http://127.0.0.1:0");
        collector.MapPost("/v1/{signal}", async (HttpContext context, string signal) =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            got[signal] = $"{context.Request.ContentType} {Encoding.Latin1.GetString(body.ToArray())}";
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        // The SDK itself reads the process's variables; these are what a deployment sets.
        var variables = new Dictionary<string, string>
        {
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Urls.Single(),
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_SDK_DISABLED"] = disabled ? "true" : "false",
        };
        var directory = Directory.CreateTempSubdirectory("muster-otlp-");
        foreach (var (name, value) in variables)
            Environment.SetEnvironmentVariable(name, value);
        try
        {
            await using var silo = MusterHost.Build(["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={directory.FullName}"], static builder => builder.Logging.ClearProviders());
            await silo.StartAsync(TestContext.Current.CancellationToken);
            using (var http = new HttpClient())
                Assert.NotEmpty(await http.GetStringAsync(silo.Urls.First() + "/v1/version", TestContext.Current.CancellationToken));
            // What is there still is sent when the silo stops.
            await silo.StopAsync(TestContext.Current.CancellationToken);
        }
        finally
        {
            foreach (var name in variables.Keys)
                Environment.SetEnvironmentVariable(name, null);
            directory.Delete(recursive: true);
        }

        Assert.Equal(disabled ? [] : ["metrics", "traces"], got.Keys.Order(StringComparer.Ordinal));
        foreach (var body in got.Values)
        {
            Assert.StartsWith("application/x-protobuf ", body, StringComparison.Ordinal);
            foreach (var part in (string[])["service.name", "muster-silo", "service.version", "service.instance.id", "deployment.environment.name"])
                Assert.Contains(part, body, StringComparison.Ordinal);
        }
    }
}
