using System.CommandLine;
using System.Globalization;

namespace Muster.Bench;

/// <summary>Where the ledgers of a bench lie: on disk, removed at the end.</summary>
internal sealed class DataDirectory(string? parent) : IDisposable
{
    private readonly string _path = Directory.CreateDirectory(Path.Combine(
        parent ?? Path.Combine(Environment.CurrentDirectory, "bench-data"), Guid.NewGuid().ToString("N"))).FullName;

    private int _next;

    public static Option<string?> Option() => new("--data") { Description = "Directory for the ledgers; it should be on a real disk." };

    /// <summary>An empty directory.</summary>
    public string Next() => Path.Combine(_path, (++_next).ToString(CultureInfo.InvariantCulture));

    public void Dispose() => Directory.Delete(_path, recursive: true);
}
