using Orleans.Configuration;

namespace Muster.Silo;

/// <summary>The engine of this build: the embedded one, a single process.</summary>
internal static class Engine
{
    /// <summary>Its name, as <c>muster version</c> and the first log line say it.</summary>
    public const string Name = "Embedded";

    /// <summary>Its sources of spans: calls between grains.</summary>
    public static readonly string[] SpanSources = [];

    /// <summary>Makes the host a silo, alone in its process.</summary>
    public static void UseEngine(this IHostApplicationBuilder builder, MembershipSettings settings) => builder.UseOrleans(silo => silo
        .UseLocalhostClustering()
        .Configure<ClusterOptions>(options => (options.ServiceId, options.ClusterId) = (settings.ServiceId, settings.ClusterId))
        .Configure<SiloMessagingOptions>(options => options.ResponseTimeout = settings.ResponseTimeout));

    /// <summary>It has no pages of its own.</summary>
    public static void MapEngine(this WebApplication app) => ArgumentNullException.ThrowIfNull(app);

    /// <summary>Why this engine cannot have other silos.</summary>
    public static string? Refuses(MembershipSettings settings) => settings.HasOthers
        ? "Muster:Cluster:Redis is set, and the engine of this build is a single process; build with -p:Engine=Orleans for several silos, or leave Muster:Cluster:Redis out (Muster:Ledger:Kind=Redis works with this build)."
        : null;
}
