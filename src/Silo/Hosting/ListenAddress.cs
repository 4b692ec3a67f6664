using System.Net;
using System.Net.Sockets;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Looks whether the address is free before the server does, which would fill the screen with its own words.</summary>
internal static class ListenAddress
{
    /// <exception cref="InvalidRequestException">Somebody listens there.</exception>
    public static void RequireFree(string listen)
    {
        if (!Uri.TryCreate(listen, UriKind.Absolute, out var address) || address.Port == 0)
            return;
        var host = IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) ? ip : IPAddress.Loopback;
        try
        {
            using var probe = new TcpListener(host, address.Port);
            probe.Start();
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new InvalidRequestException("Muster:Listen", $"{listen} is taken: another program, perhaps another silo, listens there",
                "choose another address, for example --Muster:Listen=http://127.0.0.1:8081 (or, for the demo, --listen)");
        }
        catch (SocketException)
        {
            // What else may be wrong with it the server says.
        }
    }
}
