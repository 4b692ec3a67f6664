using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Muster.ControlPlane;

/// <summary>Passes TCP connections on to a server on loopback, or does not.</summary>
public sealed class ChaosProxy : IAsyncDisposable
{
    private const int Backlog = 512;

    private readonly int _port = Ports.Take();
    private readonly int _target;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<ProxiedConnection, bool> _connections = new();
    private TaskCompletionSource _opened = Opened();
    private Socket? _listener;
    private ProxyMode _mode = ProxyMode.Open;

    internal ChaosProxy(int target)
    {
        _target = target;
        _listener = Listen();
    }

    /// <summary>Puts one before a server on loopback, which need not listen yet.</summary>
    public static ChaosProxy Before(int port) => new(port);

    /// <summary>Where it listens, on loopback.</summary>
    public int Port => _port;

    /// <summary>Its address; the certificate is that of the server behind it.</summary>
    public Uri Server => new($"https://127.0.0.1:{_port}/");

    /// <summary>How many connections go through it now.</summary>
    public int ConnectionCount => _connections.Count;

    /// <summary>What it does. It does so when the setter returns.</summary>
    public ProxyMode Mode
    {
        get => _mode;
        set
        {
            lock (_gate)
                Change(value);
            if (value == ProxyMode.Refuse)
                Cut();
        }
    }

    /// <summary>Resets all connections that there are now.</summary>
    public void Cut()
    {
        foreach (var connection in _connections.Keys)
            connection.Reset();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Mode = ProxyMode.Refuse;
        Ports.Return(_port);
        return ValueTask.CompletedTask;
    }

    private void Change(ProxyMode mode)
    {
        if (mode == _mode)
            return;
        if (_mode == ProxyMode.BlackHole)
            _opened.TrySetResult();
        if (mode == ProxyMode.BlackHole)
            _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        if (mode == ProxyMode.Refuse)
        {
            _listener?.Dispose();
            _listener = null;
        }
        else
            _listener ??= Listen();
        _mode = mode;
    }

    private Socket Listen()
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, _port));
        listener.Listen(Backlog);
        _ = AcceptAsync(listener);
        return listener;
    }

    private async Task AcceptAsync(Socket listener)
    {
        while (true)
            try
            {
                _ = ServeAsync(await listener.AcceptAsync());
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                if (!ReferenceEquals(listener, _listener))
                    return;
            }
    }

    private async Task ServeAsync(Socket client)
    {
        using var connection = new ProxiedConnection(client, () => _opened.Task);
        _connections[connection] = true;
        // Whoever turned the mode in between did not see this connection.
        if (_mode == ProxyMode.Refuse)
            connection.Reset();
        await connection.RunAsync(_target);
        _connections.TryRemove(connection, out _);
    }

    private static TaskCompletionSource Opened()
    {
        var opened = new TaskCompletionSource();
        opened.SetResult();
        return opened;
    }
}
