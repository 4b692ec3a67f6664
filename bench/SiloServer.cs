using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Muster.Bench;

/// <summary>The silo as it is shipped, in a process of its own, on loopback, its ledger on disk.</summary>
internal sealed class SiloServer : IAsyncDisposable
{
    private readonly Process _process;

    private SiloServer(string data, int port, IEnumerable<string> settings)
    {
        Address = new Uri($"http://127.0.0.1:{port.ToString(CultureInfo.InvariantCulture)}");
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "Muster.Silo.dll"));
        foreach (var setting in settings.Prepend($"--Muster:Data={data}").Prepend($"--Muster:Listen={Address}").Prepend("--Logging:LogLevel:Default=Warning"))
            start.ArgumentList.Add(setting);
        _process = Process.Start(start)!;
        _process.OutputDataReceived += static (_, line) => Console.Error.WriteLine(line.Data);
        _process.BeginOutputReadLine();
    }

    public Uri Address { get; }

    /// <summary>CPU time that the silo has used so far.</summary>
    public TimeSpan Cpu
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts a silo with one simulated cluster and waits until its node table is known.</summary>
    public static async Task<SiloServer> Start(string data, int nodes, params string[] settings)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        var silo = new SiloServer(data, port,
        [
            // A bench is one caller: what it may send is not what is measured.
            "--Muster:Limits:RequestsPerSecond=1000000", "--Muster:Limits:Burst=1000000",
            "--Muster:Simulation:Clusters:0:Name=c1",
            "--Muster:Simulation:Clusters:0:NodeGroups:0:NamePrefix=n-",
            string.Create(CultureInfo.InvariantCulture, $"--Muster:Simulation:Clusters:0:NodeGroups:0:Count={nodes}"),
            "--Muster:Simulation:Clusters:0:NodeGroups:0:Allocatable:cpu=64",
            .. settings,
        ]);
        using var http = new HttpClient { BaseAddress = silo.Address };
        while (!(await Text(http, "v1/clusters/c1")).Contains("\"Ready\"", StringComparison.Ordinal))
            await Task.Delay(50);
        return silo;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<string> Text(HttpClient http, string path)
    {
        try
        {
            return await http.GetStringAsync(new Uri(path, UriKind.Relative));
        }
        catch (Exception error) when (error is HttpRequestException or SocketException)
        {
            return "";
        }
    }
}
