using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>
/// What comes in at the address of the metrics gets metrics and health without credentials, and nothing else: the API is
/// not to be had there.
/// </summary>
internal sealed class MetricsDoor(RequestDelegate next, IServer server, IOptions<MetricsSettings> settings)
{
    private readonly bool _isThere = settings.Value.Listen.Length > 0;
    private int _port;

    public Task InvokeAsync(HttpContext context, MetricReader reader)
    {
        if (!_isThere || context.Connection.LocalPort != Port() || context.Request.Path.StartsWithSegments("/healthz"))
            return next(context);
        if (context.Request.Path == "/metrics" && HttpMethods.IsGet(context.Request.Method))
            return MetricsAnswer.WriteAsync(context, reader);
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    // Known once the server listens, as the port may be one that was free. The address of the metrics is the last one.
    private int Port() => _port != 0 ? _port : _port = BindingAddress.Parse(server.Features.Get<IServerAddressesFeature>()!.Addresses.Last()).Port;
}
