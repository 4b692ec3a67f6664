using System.Net;

namespace Muster.Silo;

/// <summary>Reads the caller from a request.</summary>
internal sealed class CallerReader(QueueTree queues)
{
    private readonly Caller _anonymous = new(Caller.Anonymous, null, [Grant.Everything], queues);

    public (Caller? Caller, Refusal? Refusal) Read(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 ? (null, Refusal.Unknown)
        : IsFromThisMachine(context) ? (_anonymous, null)
        : (null, Refusal.FromElsewhere);

    // A web page that a browser on this machine shows can send requests here, too: it is known by its origin, and, when its
    // name was bound to a loopback address, by the host that it names.
    private static bool IsFromThisMachine(HttpContext context)
    {
        if (context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address))
            return false;
        var host = context.Request.Host;
        if (host.HasValue && !(Uri.TryCreate($"http://{host.Value}", UriKind.Absolute, out var named) && named.IsLoopback))
            return false;
        var origin = context.Request.Headers.Origin.ToString();
        return origin.Length == 0 || origin == $"{context.Request.Scheme}://{host.Value}";
    }
}
