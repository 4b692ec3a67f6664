using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;

namespace Muster.Kubernetes;

/// <summary>Resolves a host and connects to the first of its addresses that the rules allow: what was judged is what is connected to.</summary>
internal sealed class HostConnector(AddressRules rules, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null)
{
    // A name with more addresses than this has enough of them.
    private const int MaxAddresses = 8;

    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve = resolve ?? Dns.GetHostAddressesAsync;

    public async ValueTask<Stream> ConnectAsync(DnsEndPoint place, CancellationToken cancellationToken)
    {
        var addresses = IPAddress.TryParse(place.Host, out var literal) ? [literal] : await _resolve(place.Host, cancellationToken);
        string? refusal = null;
        Exception? failure = null;
        foreach (var address in addresses.Take(MaxAddresses))
        {
            if (rules.Refusal(address) is { } reason)
            {
                refusal ??= $"{place.Host} is at {address}, which is not connected to: {reason}";
                continue;
            }
            try
            {
                return await ConnectAsync(new IPEndPoint(address, place.Port), cancellationToken);
            }
            catch (SocketException error)
            {
                failure ??= error;
            }
        }
        throw failure ?? new AddressRefusedException(refusal ?? $"{place.Host} has no address");
    }

    [SuppressMessage("Reliability", "CA2000:Dispose objects before losing scope", Justification = "The stream owns its socket.")]
    private static async Task<Stream> ConnectAsync(IPEndPoint place, CancellationToken cancellationToken)
    {
        var socket = new Socket(place.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            await socket.ConnectAsync(place, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
