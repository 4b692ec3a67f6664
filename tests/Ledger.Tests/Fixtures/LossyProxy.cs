using System.Net;
using System.Net.Sockets;

namespace Muster.Ledger.Tests;

/// <summary>A way to Redis on which replies can get lost: what was asked for arrives and is done, and nobody hears of it.</summary>
internal sealed class LossyProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpClient> _clients = [];
    private readonly Lock _turn = new();
    private readonly int _target;
    private readonly Task _loop;
    private volatile bool _swallow;

    public LossyProxy(int target)
    {
        _target = target;
        _listener.Start();
        _loop = AcceptAsync();
    }

    public string Endpoint => $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>From now on no reply gets through.</summary>
    public void SwallowReplies() => _swallow = true;

    /// <summary>Ends all connections; new ones work.</summary>
    public void Heal()
    {
        lock (_turn)
        {
            foreach (var client in _clients)
                client.Dispose();
            _clients.Clear();
            _swallow = false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Heal();
        await _loop;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_stop.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy is done with.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        var server = new TcpClient();
        lock (_turn)
            _clients.AddRange([client, server]);
        try
        {
            await server.ConnectAsync(IPAddress.Loopback, _target, _stop.Token);
            var (near, far) = (client.GetStream(), server.GetStream());
            await Task.WhenAll(CarryAsync(near, far, isReply: false), CarryAsync(far, near, isReply: true));
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // Ended while it was being made; an ObjectDisposedException is one of these too.
        }
    }

    private async Task CarryAsync(NetworkStream from, NetworkStream to, bool isReply)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            for (int count; (count = await from.ReadAsync(buffer, _stop.Token)) > 0;)
                if (!isReply || !_swallow)
                    await to.WriteAsync(buffer.AsMemory(0, count), _stop.Token);
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // One end is gone; so is the connection.
        }
        finally
        {
            await to.DisposeAsync();
        }
    }
}
