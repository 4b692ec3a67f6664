using System.Collections.ObjectModel;
using System.Net;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>How member clusters of Kubernetes are reached, watched and written to (<c>Muster:Kubernetes</c>).</summary>
public sealed class KubernetesOptions
{
    /// <summary>Value of the label <c>muster.dev/origin</c> on all that is created. Two Musters that share a cluster need two. Default "muster".</summary>
    public string Origin { get; set; } = "muster";

    /// <summary>Calls to one cluster under way at a time. Default 64.</summary>
    public int MaxConcurrency { get; set; } = 64;

    /// <summary>Requests to one cluster in a second, in the long run; 0 for no limit. Default 0.</summary>
    public int RequestsPerSecond { get; set; }

    /// <summary>Requests to one cluster that may be made at once after a quiet time. Default 100.</summary>
    public int Burst { get; set; } = 100;

    /// <summary>Longest a call may take. Default 10 s.</summary>
    public TimeSpan CallTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence after which a watch is taken for dead and opened again. Default 90 s.</summary>
    public TimeSpan WatchIdle { get; set; } = TimeSpan.FromSeconds(90);

    /// <summary>Service account of the pods that do not name one; null for the namespace's default.</summary>
    public string? ServiceAccount { get; set; }

    /// <summary>The namespace that is Muster's own in each member cluster; in it is written down how far the ledger has come. Default "muster-system".</summary>
    public string HomeNamespace { get; set; } = "muster-system";

    /// <summary>Member clusters may be on this machine. Default false; a silo that listens on loopback itself has true.</summary>
    public bool AllowLoopback { get; set; }

    /// <summary>When not empty, only API servers in these networks (<c>10.0.0.0/8</c>) are connected to.</summary>
    public Collection<string> AllowedNetworks { get; } = [];

    /// <summary>Where connections to member clusters may lead.</summary>
    public AddressRules Addresses => new() { AllowLoopback = AllowLoopback, AllowedNetworks = [.. AllowedNetworks.Select(IPNetwork.Parse)] };

    /// <summary>Bounds of the calls to one cluster.</summary>
    public ApiServerOptions ApiServer => new()
    {
        CallTimeout = CallTimeout,
        MaxConcurrency = MaxConcurrency,
        RequestsPerSecond = RequestsPerSecond,
        Burst = Burst,
        Addresses = Addresses,
    };

    /// <summary>Everything that is out of bounds, one sentence each, with what to set instead.</summary>
    public IEnumerable<string> Problems()
    {
        if (!Names.IsLabelValue(Origin) || Origin.Length == 0)
            yield return $"Origin is '{Names.Clip(Origin)}'; set it to a label value: at most 63 letters, digits, '-', '_' and '.'.";
        if (ServiceAccount is { } account && !Names.IsSubdomain(account))
            yield return $"ServiceAccount is '{Names.Clip(account)}'; set it to the name of a service account, or leave it out.";
        if (!Names.IsLabel(HomeNamespace))
            yield return $"HomeNamespace is '{Names.Clip(HomeNamespace)}'; set it to the name of a namespace.";
        foreach (var problem in Number(nameof(MaxConcurrency), MaxConcurrency, 1, 1024)
            .Concat(Number(nameof(RequestsPerSecond), RequestsPerSecond, 0, 100_000))
            .Concat(Number(nameof(Burst), Burst, 1, 100_000))
            .Concat(Time(nameof(CallTimeout), CallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(2)))
            .Concat(Time(nameof(WatchIdle), WatchIdle, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10))))
            yield return problem;
        foreach (var network in AllowedNetworks.Where(static n => !IPNetwork.TryParse(n, out _)))
            yield return $"AllowedNetworks has '{Names.Clip(network)}'; write networks as address and prefix length, for example 10.0.0.0/8.";
    }

    private static IEnumerable<string> Number(string name, int value, int least, int most)
    {
        if (value < least || value > most)
            yield return $"{name} is {value}; set it between {least} and {most}.";
    }

    private static IEnumerable<string> Time(string name, TimeSpan value, TimeSpan least, TimeSpan most)
    {
        if (value < least || value > most)
            yield return $"{name} is {value}; set it between {least} and {most}.";
    }
}
