using System.Globalization;

namespace Muster.Silo;

/// <summary>The file that the audit record grows in. Files that are full stand beside it, named by their last record.</summary>
internal sealed partial class AuditFile(string directory, ILogger logger, long maxBytes = AuditFile.DefaultMaxBytes) : IDisposable
{
    public const long DefaultMaxBytes = 64 * 1024 * 1024;

    // No line is longer: some dozen fields of 4 KiB.
    public const int MaxLine = 64 * 1024;

    private FileStream? _file;
    private AuditChain _chain = AuditChain.Start;

    public static string Current(string directory) => Path.Combine(directory, "audit.jsonl");

    /// <summary>Every file of the record, the oldest first.</summary>
    public static IReadOnlyList<string> All(string directory) =>
        !Directory.Exists(directory) ? []
        : [.. Directory.GetFiles(directory, "audit-*.jsonl").Order(StringComparer.Ordinal), .. File.Exists(Current(directory)) ? [Current(directory)] : Array.Empty<string>()];

    /// <summary>Finds the record's end, and cuts off what was not written whole.</summary>
    /// <exception cref="IOException">It cannot be opened, or its last line is none.</exception>
    public void Open()
    {
        if (_file is not null)
            return;
        Directory.CreateDirectory(directory);
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.ReadWrite, Share = FileShare.Read, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        FileStream? file = null;
        try
        {
            file = new FileStream(Current(directory), options);
            _chain = LastOf(file, out var end) ?? LastOfFullFiles() ?? AuditChain.Start;
            if (end < file.Length)
            {
                LogCut(logger, file.Name, file.Length - end);
                file.SetLength(end);
            }
            file.Position = end;
            LogOpened(logger, _chain.Seq, _chain.Hash);
            (_file, file) = (file, null);
        }
        finally
        {
            file?.Dispose();
        }
    }

    /// <summary>Writes entries, all of them, and returns when they are on disk.</summary>
    /// <exception cref="IOException">They are not.</exception>
    public void Append(IEnumerable<AuditEntry> entries)
    {
        Open();
        var (chain, lines) = (_chain, new MemoryStream());
        foreach (var entry in entries)
        {
            (var line, chain) = chain.Append(entry);
            lines.Write(line);
            lines.WriteByte((byte)'\n');
        }
        try
        {
            _file!.Write(lines.GetBuffer().AsSpan(0, (int)lines.Length));
            _file.Flush(flushToDisk: true);
        }
        catch
        {
            // What of it is on disk is found out by opening it anew; a line that is there whole stays.
            Dispose();
            throw;
        }
        _chain = chain;
        if (_file.Length >= maxBytes)
            TurnOver();
    }

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }

    private void TurnOver()
    {
        Dispose();
        File.Move(Current(directory), Path.Combine(directory, string.Create(CultureInfo.InvariantCulture, $"audit-{_chain.Seq:D15}.jsonl")));
    }

    private AuditChain? LastOfFullFiles()
    {
        if (Directory.GetFiles(directory, "audit-*.jsonl").Max(StringComparer.Ordinal) is not { } last)
            return null;
        using var file = File.OpenRead(last);
        return LastOf(file, out _);
    }

    // The last whole line, and where it ends.
    private static AuditChain? LastOf(FileStream file, out long end)
    {
        var tail = new byte[(int)Math.Min(file.Length, 2 * MaxLine)];
        file.Position = file.Length - tail.Length;
        file.ReadExactly(tail);
        var stop = tail.AsSpan().LastIndexOf((byte)'\n');
        end = file.Length - tail.Length + stop + 1;
        if (stop < 0)
            return file.Length < MaxLine ? null : throw new IOException($"{file.Name} is no audit record. Move it away, and a new one begins.");
        try
        {
            var record = AuditChain.Read(tail.AsSpan(0, stop)[(tail.AsSpan(0, stop).LastIndexOf((byte)'\n') + 1)..]);
            return new(record.Seq, record.Hash!);
        }
        catch (InvalidDataException error)
        {
            throw new IOException($"The last line of {file.Name} cannot be used: {error.Message}. See: muster-silo audit verify. Move the file away, and a new record begins.", error);
        }
    }

    [LoggerMessage(1, LogLevel.Information, "The audit record goes on after {Seq}, whose hash is {Hash}")]
    private static partial void LogOpened(ILogger logger, long seq, string hash);

    [LoggerMessage(2, LogLevel.Warning, "{File} ended in the middle of a line, which was never answered; {Bytes} bytes are cut off")]
    private static partial void LogCut(ILogger logger, string file, long bytes);
}
