using Orleans.Configuration;

namespace Muster.Silo;

/// <summary>The engine of this build: Microsoft Orleans.</summary>
internal static class Engine
{
    /// <summary>Its name, as <c>muster version</c> and the first log line say it.</summary>
    public const string Name = "Orleans";

    /// <summary>Makes the host a silo. One silo on this machine, until clustering is configured.</summary>
    public static void UseEngine(this IHostApplicationBuilder builder) => builder.UseOrleans(silo => silo
        .UseLocalhostClustering()
        .Configure<ClusterOptions>(static options => (options.ServiceId, options.ClusterId) = ("muster", "muster"))
        .Configure<SiloMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(30)));
}
