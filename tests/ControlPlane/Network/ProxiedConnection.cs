using System.Net;
using System.Net.Sockets;

namespace Muster.ControlPlane;

/// <summary>One connection through a proxy. Bytes pass while <paramref name="opened"/> is done.</summary>
internal sealed class ProxiedConnection(Socket client, Func<Task> opened) : IDisposable
{
    private const int BufferSize = 65_536;

    private readonly Socket _server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public async Task RunAsync(int target)
    {
        try
        {
            client.NoDelay = true;
            await Task.WhenAny(opened(), _cut.Task);
            await _server.ConnectAsync(IPAddress.Loopback, target);
            await Task.WhenAll(PumpAsync(client, _server), PumpAsync(_server, client));
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Reset();
        }
    }

    /// <summary>Ends it with a reset on both sides.</summary>
    public void Reset()
    {
        _cut.TrySetResult();
        foreach (var socket in new[] { client, _server })
            try
            {
                socket.LingerState = new LingerOption(true, 0);
                socket.Dispose();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                // It is closed already.
            }
    }

    public void Dispose()
    {
        client.Dispose();
        _server.Dispose();
    }

    private async Task PumpAsync(Socket from, Socket to)
    {
        try
        {
            var buffer = GC.AllocateUninitializedArray<byte>(BufferSize);
            while (await from.ReceiveAsync(buffer) is var count && count > 0)
            {
                await Task.WhenAny(opened(), _cut.Task);
                for (var sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
            await Task.WhenAny(opened(), _cut.Task);
            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Reset();
        }
    }
}
