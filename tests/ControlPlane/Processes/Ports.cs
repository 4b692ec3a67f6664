using System.Net;
using System.Net.Sockets;

namespace Muster.ControlPlane;

/// <summary>
/// Free loopback ports, from below the range that the system takes for outgoing connections: a server that is killed must
/// find its port free when it comes back.
/// </summary>
public static class Ports
{
    private const int First = 12_000;
    private const int Last = 32_000;
    private const int MaxTries = 1_000;

    // What this process has given out is taken even before somebody listens there.
    private static readonly HashSet<int> Given = [];
    private static readonly Lock Gate = new();

    /// <summary>Takes a port that nobody listens at.</summary>
    /// <exception cref="IOException">None was found.</exception>
    public static int Take()
    {
        lock (Gate)
            for (var i = 0; i < MaxTries; i++)
            {
                var port = Random.Shared.Next(First, Last);
                if (!Given.Contains(port) && IsFree(port))
                {
                    Given.Add(port);
                    return port;
                }
            }
        throw new IOException($"No free loopback port was found between {First} and {Last}.");
    }

    /// <summary>Gives a port back.</summary>
    public static void Return(int port)
    {
        lock (Gate)
            Given.Remove(port);
    }

    private static bool IsFree(int port)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
