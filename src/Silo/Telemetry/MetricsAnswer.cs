using Microsoft.Net.Http.Headers;

namespace Muster.Silo;

/// <summary>Answers a scrape in the format that was asked for.</summary>
internal static class MetricsAnswer
{
    private const string OpenMetrics = "application/openmetrics-text";

    public static async Task WriteAsync(HttpContext context, MetricReader reader)
    {
        var format = FormatOf(context.Request.GetTypedHeaders().Accept);
        var text = await reader.WriteAsync(format, context.RequestAborted);
        context.Response.ContentType = format == ExpositionFormat.OpenMetrics ? Exposition.OpenMetricsType : Exposition.PrometheusType;
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync(text, context.RequestAborted);
    }

    // The classic format unless the other one is wanted at least as much.
    private static ExpositionFormat FormatOf(IList<MediaTypeHeaderValue> accepted)
    {
        var wanted = accepted.Where(static a => a.MediaType == OpenMetrics).Select(static a => a.Quality ?? 1).DefaultIfEmpty(0).Max();
        var classic = accepted.Where(static a => a.MediaType == "text/plain").Select(static a => a.Quality ?? 1).DefaultIfEmpty(0).Max();
        return wanted > 0 && wanted >= classic ? ExpositionFormat.OpenMetrics : ExpositionFormat.Prometheus;
    }
}
