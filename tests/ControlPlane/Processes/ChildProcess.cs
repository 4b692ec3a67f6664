using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace Muster.ControlPlane;

/// <summary>A process that ends when this one ends, however this one ends; its output goes into a file.</summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private const int LogTail = 2_000;
    private static readonly string? Setpriv = FindSetpriv();
    private static readonly ConcurrentDictionary<ChildProcess, bool> Living = new();

    private readonly Process _process;
    private readonly string _name;
    private readonly string _log;

    static ChildProcess() => AppDomain.CurrentDomain.ProcessExit += (_, _) => KillAll();

    private ChildProcess(Process process, string name, string log) => (_process, _name, _log) = (process, name, log);

    public int Id => _process.Id;

    public bool HasExited => _process.HasExited;

    public static async Task<ChildProcess> StartAsync(string program, string log, params IEnumerable<string> arguments)
    {
        // The shell is replaced by what it starts: one process, one id.
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false };
        foreach (var argument in new[] { "-c", "log=$1; shift; exec \"$@\" >>\"$log\" 2>&1 </dev/null", "sh", log })
            start.ArgumentList.Add(argument);
        if (Setpriv is not null)
            foreach (var argument in new[] { Setpriv, "--pdeathsig", "KILL", "--" })
                start.ArgumentList.Add(argument);
        start.ArgumentList.Add(program);
        foreach (var argument in arguments)
            start.ArgumentList.Add(argument);
        var process = await SpawningThread.RunAsync(() => Process.Start(start)!);
        var child = new ChildProcess(process, Path.GetFileName(program), log);
        Living[child] = true;
        return child;
    }

    /// <summary>Throws, with the end of what it said, when the process has ended.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    public void ThrowIfExited()
    {
        if (!_process.HasExited)
            return;
        throw new IOException($"{_name} ended with {_process.ExitCode}; the end of its log:\n{LogEnd()}");
    }

    /// <summary>The end of what it said.</summary>
    public string LogEnd()
    {
        var said = File.Exists(_log) ? File.ReadAllText(_log) : "";
        return said[Math.Max(0, said.Length - LogTail)..];
    }

    /// <summary>Ends it as a crash does, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        Kill();
        await _process.WaitForExitAsync();
        Living.TryRemove(this, out _);
    }

    /// <summary>Sends a signal: STOP or CONT.</summary>
    public void Signal(string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", string.Create(CultureInfo.InvariantCulture, $"kill -{signal} {Id}")]);
        kill.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        _process.Dispose();
    }

    private void Kill()
    {
        try
        {
            _process.Kill();
        }
        catch (InvalidOperationException)
        {
            // It has ended by itself.
        }
    }

    private static void KillAll()
    {
        foreach (var child in Living.Keys)
            child.Kill();
    }

    private static string? FindSetpriv() =>
        new[] { "/usr/bin/setpriv", "/bin/setpriv" }.FirstOrDefault(File.Exists);
}
