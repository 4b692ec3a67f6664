using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using StackExchange.Redis;

namespace Muster.Ledger.Tests;

/// <summary>A redis-server of its own, on a free port of loopback, that flushes its disk before it answers.</summary>
internal sealed class RedisServer : IDisposable
{
    /// <summary>A disk in memory where there is one: no test here cuts the power, and kill -9 loses nothing that was written.</summary>
    public static readonly string Place = Directory.Exists("/dev/shm") ? "/dev/shm" : Path.GetTempPath();

    private const string Program = "redis-server";
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly DirectoryInfo _directory;
    private readonly string[] _settings;
    private Process _process;

    private RedisServer(int port, string[] settings)
    {
        (Port, _settings) = (port, settings);
        _directory = Directory.CreateDirectory(Path.Combine(Place, "muster-redis-" + Guid.NewGuid().ToString("N")));
        _process = Run();
    }

    public int Port { get; }

    public string Endpoint => $"127.0.0.1:{Port}";

    public int ProcessId => _process.Id;

    /// <summary>Where its append-only files lie.</summary>
    public string AppendOnly => Path.Combine(_directory.FullName, "appendonlydir");

    /// <param name="settings">Settings beside, or instead of, those that the ledger asks for: name, value, name, value.</param>
    public static RedisServer Start(params string[] settings)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        return new(port, settings);
    }

    /// <summary>SIGKILL: no handler, no flush.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }

    /// <summary>Starts it again, on the same files and port.</summary>
    public void Restart() => _process = Run();

    /// <summary>Sends a command, as an operator would.</summary>
    public RedisResult Command(string command, params object[] arguments)
    {
        // An operator waits for the answer: by itself the client would give a busy machine one second for all the keys of a test.
        var configuration = ConfigurationOptions.Parse(Endpoint);
        configuration.SyncTimeout = configuration.ConnectTimeout = (int)Soon.TotalMilliseconds;
        using var connection = ConnectionMultiplexer.Connect(configuration);
        return connection.GetDatabase().Execute(command, arguments);
    }

    /// <summary>Stops answering anybody for a while.</summary>
    public void Pause(TimeSpan time)
    {
        using var client = new TcpClient();
        client.Connect(IPAddress.Loopback, Port);
        using var stream = client.GetStream();
        stream.Write(System.Text.Encoding.ASCII.GetBytes($"CLIENT PAUSE {(int)time.TotalMilliseconds}\r\n"));
        if (stream.ReadByte() != '+')
            throw new InvalidOperationException("Redis did not pause.");
    }

    public void Dispose()
    {
        if (IsRunning())
            Kill();
        _directory.Delete(recursive: true);
    }

    private bool IsRunning()
    {
        try
        {
            return !_process.HasExited;
        }
        catch (InvalidOperationException)
        {
            return false; // killed, and its handle given back
        }
    }

    private Process Run()
    {
        string[] arguments =
        [
            "--port", $"{Port}", "--bind", "127.0.0.1", "--dir", _directory.FullName, "--save", "", "--loglevel", "warning", "--daemonize", "no",
            "--appendonly", "yes", "--appendfsync", "always", "--maxmemory-policy", "noeviction", .. SettingsAsArguments(),
        ];
        var process = Process.Start(new ProcessStartInfo(Program, arguments) { RedirectStandardOutput = true })
            ?? throw new InvalidOperationException($"'{Program}' did not start: apt-get install redis-server, or run tests/Ledger.Tests/setup-redis.sh.");
        AwaitReady(process);
        return process;
    }

    private IEnumerable<string> SettingsAsArguments() => _settings.Select(static (text, i) => i % 2 == 0 ? "--" + text : text);

    private void AwaitReady(Process process)
    {
        var started = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                using var client = new TcpClient();
                client.Connect(IPAddress.Loopback, Port);
                using var stream = client.GetStream();
                stream.Write("PING\r\n"u8);
                var answer = new byte[1];
                if (stream.Read(answer) == 1 && answer[0] is (byte)'+' or (byte)'-' && !IsLoading(stream))
                    return;
            }
            catch (Exception fault) when (fault is SocketException or IOException)
            {
                if (process.HasExited || Stopwatch.GetElapsedTime(started) > Soon)
                    throw new InvalidOperationException($"'{Program}' on port {Port} did not come up.", fault);
                Thread.Yield();
            }
        }
    }

    private static bool IsLoading(NetworkStream stream)
    {
        var rest = new byte[64];
        return System.Text.Encoding.ASCII.GetString(rest, 0, stream.Read(rest)).StartsWith("LOADING", StringComparison.Ordinal);
    }
}
