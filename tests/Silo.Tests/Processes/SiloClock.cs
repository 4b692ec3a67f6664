using System.Diagnostics;
using System.Globalization;

namespace Muster.Silo.Tests;

/// <summary>The wall clock of one process, set by libfaketime. Its monotonic clock goes on as it is, as when an operator sets the time.</summary>
internal sealed class SiloClock : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    public SiloClock() => Set(TimeSpan.Zero);

    /// <summary>Where libfaketime is; null where it is not.</summary>
    public static string? Library => Environment.GetEnvironmentVariable("MUSTER_TEST_CLOCK");

    /// <summary>Sets it so far from the machine's own, to go on at a rate of it. Takes effect within a second.</summary>
    public void Set(TimeSpan ahead, double rate = 1) =>
        File.WriteAllText(_file, string.Create(CultureInfo.InvariantCulture, $"{ahead.TotalSeconds:+0;-0;+0} x{rate:0.###}\n"));

    /// <summary>Lets a process that is about to start go by it.</summary>
    public void Drive(ProcessStartInfo process)
    {
        process.Environment["LD_PRELOAD"] = Library;
        process.Environment["FAKETIME_TIMESTAMP_FILE"] = _file;
        process.Environment["FAKETIME_CACHE_DURATION"] = "1";
        process.Environment["FAKETIME_DONT_FAKE_MONOTONIC"] = "1";
    }

    public void Dispose() => File.Delete(_file);
}
