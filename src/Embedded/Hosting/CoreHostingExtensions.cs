using System.Net;

namespace Orleans.Hosting;

/// <summary>How silos find each other: in this engine there is only this process.</summary>
public static class CoreHostingExtensions
{
    public static ISiloBuilder UseLocalhostClustering(
        this ISiloBuilder builder,
        int siloPort = 11111,
        int gatewayPort = 30000,
        IPEndPoint? primarySiloEndpoint = null,
        string serviceId = "dev",
        string clusterId = "dev")
    {
        if (primarySiloEndpoint is not null)
        {
            throw new NotSupportedException(
                "The embedded engine is one process: a primary silo elsewhere needs a build with -p:Engine=Orleans.");
        }

        // As in Orleans: the names given here count only if they are not the default ones.
        if (serviceId != "dev" || clusterId != "dev")
            builder.Configure<ClusterOptions>(o => (o.ServiceId, o.ClusterId) = (serviceId, clusterId));

        return builder.Configure<EndpointOptions>(o => (o.SiloPort, o.GatewayPort) = (siloPort, gatewayPort));
    }
}
