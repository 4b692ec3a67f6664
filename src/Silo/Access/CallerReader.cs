using System.Net;

namespace Muster.Silo;

/// <summary>Reads the caller from a request.</summary>
internal sealed class CallerReader(TokenRegistry tokens, QueueTree queues)
{
    private const string Scheme = "Bearer ";

    private readonly Caller _anonymous = new(Caller.Anonymous, null, [Grant.Everything], queues);

    public (Caller? Caller, Refusal? Refusal) Read(HttpContext context)
    {
        // A credential that is no good is refused, also where none is asked for.
        var header = context.Request.Headers.Authorization;
        if (header.Count > 0)
            return header.Count == 1 && header[0] is { } text && text.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
                ? tokens.Find(text.AsSpan(Scheme.Length).Trim(' '))
                : (null, Refusal.Malformed);
        if (!tokens.AllowsAnonymous)
            return (null, Refusal.Missing);
        return IsFromThisMachine(context) ? (_anonymous, null) : (null, Refusal.FromElsewhere);
    }

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
