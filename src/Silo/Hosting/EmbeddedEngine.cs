using Orleans.Configuration;

namespace Muster.Silo;

/// <summary>The engine of this build: the embedded one, a single process.</summary>
internal static class Engine
{
    /// <summary>Its name, as <c>muster version</c> and the first log line say it.</summary>
    public const string Name = "Embedded";

    /// <summary>Makes the host a silo.</summary>
    public static void UseEngine(this IHostApplicationBuilder builder) => builder.UseOrleans(silo => silo
        .UseLocalhostClustering()
        .Configure<ClusterOptions>(static options => (options.ServiceId, options.ClusterId) = ("muster", "muster"))
        .Configure<SiloMessagingOptions>(static options => options.ResponseTimeout = TimeSpan.FromSeconds(30)));
}
