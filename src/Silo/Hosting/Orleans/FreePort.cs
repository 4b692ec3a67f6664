using System.Net;
using System.Net.Sockets;

namespace Muster.Silo;

/// <summary>Ports of a silo that nobody has to find.</summary>
internal static class FreePort
{
    /// <summary>The port, or one that is free now when it is 0.</summary>
    public static int Or(int port)
    {
        if (port != 0)
            return port;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
