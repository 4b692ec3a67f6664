using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>What the silo shows of itself to the outside: metrics and spans.</summary>
internal static class TelemetryServices
{
    /// <summary>To be called when the address of the API is set: it adds the one of the metrics.</summary>
    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddOptions<MetricsSettings>().BindConfiguration("Muster:Metrics").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<MetricsSettings>, MetricsSettingsValidator>();
        builder.Services.AddSingleton<MetricReader>();
        builder.Services.AddHostedService<OtlpExport>();
        if (builder.Configuration["Muster:Metrics:Listen"] is { Length: > 0 } address)
            builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, $"{builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey)};{address}");
    }

    /// <summary>On the address of the API, for who may read metrics.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        app.Services.GetRequiredService<MetricReader>().Start();
        app.MapGet("/metrics", static (HttpContext context, MetricReader reader) => MetricsAnswer.WriteAsync(context, reader)).Requires(Permission.ReadMetrics);
    }
}
