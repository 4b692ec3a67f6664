namespace Muster.Kubernetes;

/// <summary>Bounds of a gateway to one cluster.</summary>
public sealed record GatewayOptions
{
    /// <summary>Which Muster this is; the value of the label <c>muster.dev/origin</c>. Default <c>muster</c>.</summary>
    public string Origin { get; init; } = "muster";

    /// <summary>Service account of pods whose template names none; null for the namespace's default.</summary>
    public string? ServiceAccount { get; init; }

    /// <summary>The namespace that is Muster's own in the cluster, where its witness is. Default <c>muster-system</c>.</summary>
    public string HomeNamespace { get; init; } = "muster-system";

    /// <summary>Requests of one operation that are under way at a time. Default 64.</summary>
    public int Parallelism { get; init; } = 64;

    /// <summary>Objects a page of a list. Default 500.</summary>
    public int PageSize { get; init; } = 500;

    /// <summary>Events that are kept for watches that fall behind. Default 32,768.</summary>
    public int EventHistory { get; init; } = 32_768;

    /// <summary>After so long without an event, a watch gives a sign of life. Default 5 s.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long changes that foreign pods make to nodes are gathered before they are told. Default 250 ms.</summary>
    public TimeSpan Gather { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>How long a cluster is followed after the last list or watch of it has ended. Default 5 min.</summary>
    public TimeSpan Linger { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>How long a log that is followed may say nothing before its end is looked for. Default 1 h.</summary>
    public TimeSpan LogIdle { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often a log is looked for that is to be followed and has not begun. Default 1 s.</summary>
    public TimeSpan LogPoll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Bounds of what follows the cluster.</summary>
    public ReflectorOptions Reflectors { get; init; } = new();

    /// <summary>Those that follow from what is configured.</summary>
    public static GatewayOptions Of(KubernetesOptions options) => new()
    {
        Origin = options.Origin,
        ServiceAccount = options.ServiceAccount,
        HomeNamespace = options.HomeNamespace,
        Parallelism = options.MaxConcurrency,
        Reflectors = new ReflectorOptions { Idle = options.WatchIdle },
    };
}
