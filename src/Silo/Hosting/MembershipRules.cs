using System.Net;

namespace Muster.Silo;

/// <summary>What is wrong with the settings of ledger and membership, each with its remedy.</summary>
internal static class MembershipRules
{
    private static readonly TimeSpan LongestCall = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan LongestProbe = TimeSpan.FromMinutes(1);

    public static IEnumerable<string> Faults(SiloSettings settings)
    {
        var (ledger, cluster) = (settings.Ledger, settings.Cluster);
        if (!Enum.IsDefined(ledger.Kind))
            yield return $"Muster:Ledger:Kind is '{ledger.Kind}'; write Sqlite or Redis.";
        if (ledger.Kind == LedgerKind.Redis && string.IsNullOrWhiteSpace(ledger.Redis.Configuration))
            yield return "Muster:Ledger:Kind is Redis, and Muster:Ledger:Redis:Configuration is empty; name the server, for example redis:6379.";
        foreach (var fault in cluster.HasOthers ? Others(settings) : [])
            yield return fault;
        foreach (var fault in Numbers(cluster))
            yield return fault;
        if (string.IsNullOrWhiteSpace(cluster.ServiceId) || string.IsNullOrWhiteSpace(cluster.ClusterId))
            yield return "Muster:Cluster:ServiceId or ClusterId is empty; give each a name, or leave it out for 'muster'.";
    }

    private static IEnumerable<string> Others(SiloSettings settings)
    {
        if (Engine.Refuses(settings.Cluster) is { } refusal)
            yield return refusal;
        if (settings.Ledger.Kind == LedgerKind.Sqlite)
            yield return "Muster:Cluster:Redis is set, and the ledger is a file, which one silo alone can write to; set Muster:Ledger:Kind=Redis, or leave Muster:Cluster:Redis out.";
        if (!IPAddress.TryParse(settings.Cluster.AdvertisedAddress, out var address) || address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any))
            yield return $"Muster:Cluster:AdvertisedAddress is '{settings.Cluster.AdvertisedAddress}'; write the IP address at which the other silos reach this one (in Kubernetes: status.podIP).";
        if (settings.Cluster.SiloPort == 0 || settings.Cluster.GatewayPort == 0)
            yield return "Muster:Cluster:SiloPort or GatewayPort is 0, and other silos have to know it; write a port.";
    }

    private static IEnumerable<string> Numbers(MembershipSettings cluster)
    {
        if (cluster.SiloPort is < 0 or > 65535 || cluster.GatewayPort is < 0 or > 65535)
            yield return $"Muster:Cluster:SiloPort is {cluster.SiloPort} and GatewayPort {cluster.GatewayPort}; write ports up to 65535.";
        else if (cluster.SiloPort == cluster.GatewayPort && cluster.SiloPort != 0)
            yield return $"Muster:Cluster:SiloPort and GatewayPort are both {cluster.SiloPort}; write two ports.";
        if (cluster.ResponseTimeout < TimeSpan.FromSeconds(1) || cluster.ResponseTimeout > LongestCall)
            yield return $"Muster:Cluster:ResponseTimeout is {cluster.ResponseTimeout}; write 00:00:01 to {LongestCall}.";
        if (cluster.MaxWaitingCalls is < 100 or > 1_000_000)
            yield return $"Muster:Cluster:MaxWaitingCalls is {cluster.MaxWaitingCalls}; write 100 to 1000000.";
        if (cluster.ShedLoadAbove is < 0 or > 100)
            yield return $"Muster:Cluster:ShedLoadAbove is {cluster.ShedLoadAbove}; write a percentage, or 0 for never.";
        if (cluster.ProbeTimeout < TimeSpan.FromMilliseconds(500) || cluster.ProbeTimeout > LongestProbe)
            yield return $"Muster:Cluster:ProbeTimeout is {cluster.ProbeTimeout}; write 00:00:00.5 to {LongestProbe}.";
        if (cluster.MissedProbes is < 1 or > 100)
            yield return $"Muster:Cluster:MissedProbes is {cluster.MissedProbes}; write 1 to 100.";
    }
}
