using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Muster.Client;

namespace Muster.Silo.Tests;

/// <summary>The silo as it is shipped: a process of its own, to be killed.</summary>
internal sealed class SiloProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private SiloProcess(string data, int port, IEnumerable<string> settings, SiloClock? clock)
    {
        Address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Muster.Silo.dll"));
        foreach (var setting in settings.Prepend($"--Muster:Data={data}").Prepend($"--Muster:Listen={Address}"))
            start.ArgumentList.Add(setting);
        clock?.Drive(start);
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; }

    public int Id => _process.Id;

    public string Output
    {
        get
        {
            lock (_output)
                return _output.ToString();
        }
    }

    /// <summary>A client that gives up at once: the test itself tries again.</summary>
    public MusterClient Client() => new(new MusterClientOptions { Address = Address, Retry = RetryOptions.None, Timeout = TimeSpan.FromSeconds(10) });

    public static SiloProcess Start(string data, params IEnumerable<string> settings) => Start(data, FreePort(), settings);

    /// <summary>Starts a silo at a port that is known before, and does not wait for it.</summary>
    public static SiloProcess Start(string data, int port, params IEnumerable<string> settings) => Start(data, port, settings, clock: null);

    /// <summary>Starts a silo that may have a clock of its own, and does not wait for it.</summary>
    public static SiloProcess Start(string data, int port, IEnumerable<string> settings, SiloClock? clock) => new(data, port, settings, clock);

    /// <summary>Starts a silo and waits until it serves.</summary>
    public static Task<SiloProcess> ServeAsync(string data, params IEnumerable<string> settings) => ServeAsync(data, FreePort(), settings);

    /// <summary>Starts a silo at a port that is known before, and waits until it serves.</summary>
    public static Task<SiloProcess> ServeAsync(string data, int port, params IEnumerable<string> settings) => ServeAsync(data, port, settings, clock: null);

    /// <summary>Starts a silo that may have a clock of its own, and waits until it serves.</summary>
    public static async Task<SiloProcess> ServeAsync(string data, int port, IEnumerable<string> settings, SiloClock? clock)
    {
        var silo = Start(data, port, settings, clock);
        try
        {
            await silo.AnswersAsync("healthz");
            return silo;
        }
        catch
        {
            silo.Dispose();
            throw;
        }
    }

    /// <summary>Waits until a probe says yes.</summary>
    public async Task AnswersAsync(string probe)
    {
        using var http = new HttpClient { BaseAddress = Address };
        for (var begin = TimeProvider.System.GetTimestamp(); ;)
        {
            try
            {
                if ((await http.GetAsync(new Uri(probe, UriKind.Relative))).IsSuccessStatusCode)
                    return;
            }
            catch (Exception error) when (error is HttpRequestException or SocketException)
            {
                // Not yet.
            }
            Assert.False(_process.HasExited, $"the silo ended: {Output}");
            Assert.True(TimeProvider.System.GetElapsedTime(begin) < Patience, $"the silo does not serve: {Output}");
            await Task.Delay(10);
        }
    }

    /// <summary>Ends it as a power cut does.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Sends it a signal, such as STOP and CONT.</summary>
    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>True when it has ended.</summary>
    public bool HasExited => _process.HasExited;

    /// <summary>Reads what it shows at a path; nothing when it does not answer.</summary>
    public async Task<string> ReadAsync(string path)
    {
        using var http = new HttpClient { BaseAddress = Address };
        try
        {
            return await http.GetStringAsync(new Uri(path, UriKind.Relative));
        }
        catch (Exception silence) when (silence is HttpRequestException or TaskCanceledException)
        {
            return "";
        }
    }

    /// <summary>Waits until it ends by itself.</summary>
    public async Task<int> ExitAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
