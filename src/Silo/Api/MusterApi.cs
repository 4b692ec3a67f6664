using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>The HTTP API, version 1.</summary>
internal static class MusterApi
{
    public static IServiceCollection AddMusterApi(this IServiceCollection services)
    {
        services.AddOptions<EventOptions>().BindConfiguration("Muster:Events").ValidateOnStart();
        return services
            .AddSingleton<IValidateOptions<EventOptions>, EventOptionsValidator>()
            .AddSingleton<Health>()
            .AddSingleton<Drain>()
            .AddHostedService(static provider => provider.GetRequiredService<Drain>())
            .AddSingleton<WatchLimit>()
            .AddSingleton<ChangeFeed>()
            .AddHostedService(static provider => provider.GetRequiredService<ChangeFeed>())
            // A query that cannot be read is answered like every other error, not with an empty page.
            .Configure<RouteHandlerOptions>(static options => options.ThrowOnBadRequest = true);
    }

    public static void MapMusterApi(this WebApplication app)
    {
        app.Use(app.Services.GetRequiredService<Drain>().CountAsync);
        app.UseMiddleware<ProblemMiddleware>();
        app.UseMiddleware<MetricsDoor>();
        app.UseAccess();
        var v1 = app.MapGroup("/v1").Audited();
        v1.MapJobs();
        v1.MapLogs();
        v1.MapEvents();
        v1.MapFleet();
        v1.MapAccess();
        app.MapOpenApi();
        app.MapMetrics();
        app.MapHealth();
    }
}
