using Muster.Grains;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Muster.Silo;

/// <summary>
/// Sends metrics and spans by OTLP, when the standard environment variables say where to. They say everything else, too:
/// protocol, headers, sampler, intervals.
/// </summary>
internal sealed partial class OtlpExport(IConfiguration configuration, IHostEnvironment environment, ILogger<OtlpExport> logger) : IHostedService
{
    private static readonly string[] Meters = [SchedulerMeter.Name, "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel"];

    // The framework's own spans of requests, in which those of submissions stand; the engine's, of calls between grains, between them.
    private static readonly string[] Sources = [SchedulerMeter.Name, "Microsoft.AspNetCore", .. Engine.SpanSources];

    private MeterProvider? _meters;
    private TracerProvider? _spans;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (Is("OTEL_SDK_DISABLED", "true"))
            return Task.CompletedTask;
        if (IsWanted("METRICS"))
            _meters = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter(Meters).AddOtlpExporter().Build();
        if (IsWanted("TRACES"))
            _spans = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).AddSource(Sources).AddOtlpExporter().Build();
        if (_meters is not null || _spans is not null)
            LogExporting(logger, _meters is not null, _spans is not null);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        // What is still here is sent, for as long as that takes within the SDK's own bounds.
        _spans?.Dispose();
        _meters?.Dispose();
        return Task.CompletedTask;
    }

    private bool IsWanted(string signal) =>
        !Is($"OTEL_{signal}_EXPORTER", "none")
        && (Has("OTEL_EXPORTER_OTLP_ENDPOINT") || Has($"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT"));

    private bool Has(string variable) => !string.IsNullOrWhiteSpace(configuration[variable]);

    private bool Is(string variable, string value) => string.Equals(configuration[variable], value, StringComparison.OrdinalIgnoreCase);

    // Defaults first: what the environment says of the resource stands above them.
    private ResourceBuilder Resource() => ResourceBuilder.CreateEmpty()
        .AddService("muster-silo", serviceVersion: MusterHost.Version, serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}")
        .AddAttributes([new("deployment.environment.name", environment.EnvironmentName.ToLowerInvariant())])
        .AddTelemetrySdk()
        .AddEnvironmentVariableDetector();

    [LoggerMessage(1, LogLevel.Information, "Exporting by OTLP: metrics {Metrics}, spans {Spans}")]
    private static partial void LogExporting(ILogger logger, bool metrics, bool spans);
}
