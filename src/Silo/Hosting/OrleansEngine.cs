using System.Net;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Placement;
using Orleans.Runtime;
using Orleans.Runtime.MembershipService.SiloMetadata;
using StackExchange.Redis;

namespace Muster.Silo;

/// <summary>The engine of this build: Microsoft Orleans.</summary>
internal static class Engine
{
    /// <summary>Its name, as <c>muster version</c> and the first log line say it.</summary>
    public const string Name = "Orleans";

    /// <summary>Its sources of spans: calls between grains.</summary>
    public static readonly string[] SpanSources = ["Microsoft.Orleans.Application"];

    /// <summary>Where the dashboard is.</summary>
    public const string DashboardPath = "/orleans";

    // Three that are missing count as death to a silo that starts. It writes a row of a small hash.
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestJoin = TimeSpan.FromSeconds(45);

    /// <summary>Makes the host a silo: one of those that share a Redis, or one alone on this machine. No grain has reminders: what is late is found in the ledger.</summary>
    public static void UseEngine(this IHostApplicationBuilder builder, MembershipSettings settings) => builder.UseOrleans(silo =>
    {
        silo.UseMembership(settings);
        silo.Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (settings.ServiceId, settings.ClusterId));
        silo.Configure<SiloMessagingOptions>(options =>
        {
            options.ResponseTimeout = settings.ResponseTimeout;
            (options.MaxEnqueuedRequestsSoftLimit, options.MaxEnqueuedRequestsHardLimit) = (settings.MaxWaitingCalls / 2, settings.MaxWaitingCalls);
        });
        silo.Configure<LoadSheddingOptions>(options =>
        {
            options.LoadSheddingEnabled = settings.ShedLoadAbove > 0;
            if (options.LoadSheddingEnabled)
                options.CpuThreshold = settings.ShedLoadAbove;
        });
        silo.AddActivityPropagation();
        silo.AddDashboard(static options => options.HideTrace = true);
        silo.AddOutgoingGrainCallFilter<StatisticsUntilStop>();
        silo.Services.AddPlacementFilter<BesideClusterFilter, BesideClusterDirector>(ServiceLifetime.Singleton);
        silo.Services.AddSingleton<Orleans.Metadata.IGrainPropertiesProvider, BesideClusterProperties>();
        silo.UseSiloMetadata(new Dictionary<string, string> { [BesideClusterFilter.MetadataKey] = string.Join(',', settings.Beside) });
    });

    /// <summary>The dashboard, which Orleans itself leaves open to everybody: here it is for those who manage clusters.</summary>
    public static void MapEngine(this WebApplication app) => app.MapOrleansDashboard(DashboardPath).Requires(Permission.ManageClusters);

    /// <summary>Nothing: this engine can have other silos.</summary>
    public static string? Refuses(MembershipSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        return null;
    }

    private static void UseMembership(this ISiloBuilder silo, MembershipSettings settings)
    {
        if (!settings.HasOthers)
        {
            silo.UseLocalhostClustering(FreePort.Or(settings.SiloPort), FreePort.Or(settings.GatewayPort));
            return;
        }
        silo.UseRedisClustering(options => options.ConfigurationOptions = ConfigurationOptions.Parse(settings.Redis));
        silo.Configure<SiloOptions>(options => options.SiloName = string.IsNullOrWhiteSpace(settings.Name) ? Environment.MachineName : settings.Name);
        silo.Configure<EndpointOptions>(options =>
        {
            options.AdvertisedIPAddress = IPAddress.Parse(settings.AdvertisedAddress);
            (options.SiloPort, options.GatewayPort) = (settings.SiloPort, settings.GatewayPort);
        });
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = settings.ProbeTimeout;
            options.NumMissedProbesLimit = settings.MissedProbes;
            // A silo that joins waits for all that seem to live, and only one that starts removes those whose signs are too old. After all
            // have died at once the first to come back give up, and find them removed, or remove them, when they are started again.
            options.IAmAliveTablePublishTimeout = SignOfLife;
            options.MaxJoinAttemptTime = LongestJoin;
        });
        silo.Services.AddHostedService<MembershipWatchdog>();
        silo.Services.AddHostedService<LostSilos>();
        if (settings.Beside.Count > 0)
            silo.Services.AddHostedService(provider => ActivatorUtilities.CreateInstance<BesideClusterReturn>(provider, settings));
    }
}
