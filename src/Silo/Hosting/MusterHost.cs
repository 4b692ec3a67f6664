using Microsoft.Extensions.Options;
using Muster.Contracts;
using Muster.Grains;
using Muster.Ledger;

namespace Muster.Silo;

/// <summary>Puts a silo together: engine, ledger, grains, clusters, API.</summary>
public static partial class MusterHost
{
    /// <summary>Version of this build.</summary>
    public static readonly string Version = typeof(MusterHost).Assembly.GetName().Version?.ToString(3) ?? "0.0.0";

    /// <summary>Builds a silo that has not started yet.</summary>
    /// <param name="args">Configuration on the command line, for example <c>--Muster:Listen=http://127.0.0.1:9000</c>.</param>
    /// <param name="configure">Last word on the configuration.</param>
    public static WebApplication Build(string[] args, Action<WebApplicationBuilder>? configure = null)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        builder.Services.AddOptions<SiloSettings>().BindConfiguration("Muster").ValidateOnStart();
        builder.Services.AddSingleton<IValidateOptions<SiloSettings>, SiloSettingsValidator>();
        builder.Services.AddSingleton<IValidateOptions<SiloSettings>, SettingNamesValidator>();
        configure?.Invoke(builder);
        var settings = builder.Configuration.GetSection("Muster").Get<SiloSettings>() ?? new();
        builder.WebHost.UseUrls(settings.Listen);
        builder.AddTelemetry();
        builder.WebHost.ConfigureKestrel(kestrel => Doors.Configure(kestrel, settings));
        builder.Services.AddMuster(builder.Configuration, settings);
        builder.UseEngine(settings.Cluster);
        builder.Services.AddWitnessWatch();
        builder.Services.AddHostedService<Awakener>();
        builder.Services.AddHostedService<RecoveryWatch>();
        builder.Services.AddHostedService<SiloCensus>();
        builder.Services.AddAccess();
        builder.Services.AddAudit();
        builder.Services.AddMusterApi();
        var app = builder.Build();
        app.MapMusterApi();
        app.MapEngine();
        var logger = app.Services.GetRequiredService<ILoggerFactory>().CreateLogger("Muster");
        LogBuilt(logger, Version, Engine.Name, Path.GetFullPath(settings.Data));
        app.Lifetime.ApplicationStarted.Register(() => LogListens(logger, string.Join(", ", app.Urls)));
        return app;
    }

    private static void AddMuster(this IServiceCollection services, ConfigurationManager configuration, SiloSettings settings)
    {
        services.AddSingleton(TimeProvider.System);
        // A silo ends what it is at, hands over its grains, and is gone before the grace period of its pod is over.
        if (configuration["shutdownTimeoutSeconds"] is null)
            services.Configure<HostOptions>(static options => options.ShutdownTimeout = TimeSpan.FromSeconds(120));
        if (settings.Ledger.Kind == LedgerKind.Redis)
            services.AddRedisLedger(configuration.GetSection("Muster:Ledger:Redis").Bind);
        else
            services.AddSqliteLedger(options => options.Path = Path.Combine(settings.Data, "ledger.db"));
        services.AddMusterGrains();
        services.AddClusters(configuration, settings);
        services.AddOptions<JobOptions>().BindConfiguration("Muster:Jobs");
        services.AddOptions<NodeOptions>().BindConfiguration("Muster:Nodes");
        services.AddOptions<QueueOptions>().BindConfiguration("Muster:QueueLimits");
        services.AddOptions<MemberClusterOptions>().BindConfiguration("Muster:MemberClusters");
    }

    /// <summary>Opens what must be there before anybody is served: without its ledger a silo does not start.</summary>
    /// <exception cref="MusterException">The ledger cannot be opened.</exception>
    /// <exception cref="OptionsValidationException">Something is configured wrongly.</exception>
    public static void OpenStores(this WebApplication app)
    {
        var settings = app.Services.GetRequiredService<IOptions<SiloSettings>>().Value;
        ListenAddress.RequireFree(settings.Listen);
        // Which clusters there are the ledger says, too.
        DataDirectory.Create(settings.Data);
        // The host would look at them as well, and show a stack trace.
        app.Services.GetRequiredService<IStartupValidator>().Validate();
        _ = app.Services.GetRequiredService<IOptions<FleetOptions>>().Value;
        _ = app.Services.GetRequiredService<TokenRegistry>();
        _ = app.Services.GetRequiredService<ILedger>();
        _ = app.Services.GetRequiredService<AuditTrail>();
        _ = app.Services.GetRequiredService<SimulatedFleet>();
        var fleet = app.Services.GetRequiredService<KubernetesFleet>();
        fleet.OpenConfigured();
        fleet.Follow();
    }

    [LoggerMessage(2, LogLevel.Information, "The HTTP API listens on {Addresses}")]
    private static partial void LogListens(ILogger logger, string addresses);

    [LoggerMessage(1, LogLevel.Information, "Muster {Version} on engine {Engine}; state in {Data}")]
    private static partial void LogBuilt(ILogger logger, string version, string engine, string data);
}
