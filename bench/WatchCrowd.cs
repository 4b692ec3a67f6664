using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Muster.Bench;

/// <summary>Very many watchers of one queue on plain sockets, which count what they get and look at nothing else.</summary>
internal sealed class WatchCrowd(Uri address, int watchers, string query) : IDisposable
{
    private readonly List<Socket> _sockets = [];
    private readonly List<Task> _readers = [];
    private long _bytes;
    private long _events;

    public long Bytes => Interlocked.Read(ref _bytes);

    /// <summary>Events delivered to all of them together.</summary>
    public long Events => Interlocked.Read(ref _events);

    /// <summary>Watchers whose stream has ended.</summary>
    public int Ended => _readers.Count(static r => r.IsCompleted);

    public async Task Open()
    {
        var request = Encoding.ASCII.GetBytes($"GET /v1/events?{query} HTTP/1.1\r\nHost: {address.Authority}\r\nAccept: text/event-stream\r\n\r\n");
        for (var i = 0; i < watchers; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, address.Port));
            await socket.SendAsync(request);
            var head = new byte[512];
            var length = await socket.ReceiveAsync(head);
            Figures.Require(Encoding.ASCII.GetString(head, 0, length).StartsWith("HTTP/1.1 200", StringComparison.Ordinal), $"watcher {i} was answered {Encoding.ASCII.GetString(head, 0, length)}");
            _readers.Add(Read(socket));
        }
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
            socket.Dispose();
    }

    private async Task Read(Socket socket)
    {
        var buffer = GC.AllocateUninitializedArray<byte>(64 * 1024);
        try
        {
            for (int read; (read = await socket.ReceiveAsync(buffer)) > 0;)
            {
                Interlocked.Add(ref _bytes, read);
                // A mark that is cut in two by a read is not counted: the figure is a little low, never high.
                Interlocked.Add(ref _events, buffer.AsSpan(0, read).Count("event: change"u8));
            }
        }
        catch (SocketException)
        {
            // Cut off, or the bench has ended.
        }
        catch (ObjectDisposedException)
        {
            // The bench has ended.
        }
    }
}
