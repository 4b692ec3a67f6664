using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// Credentials in a kubeconfig file, which may be rewritten while it is used. A change is noticed by the file's time and size, at
/// most once a second; a new file that cannot be read leaves what was read before in force.
/// </summary>
public sealed partial class FileCredentials : IClusterCredentials
{
    private const int MaxBytes = 256 * 1024;

    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly Func<string, ClusterAccess> _read;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly Lock _lock = new();
    private volatile ClusterAccess _current;
    private (DateTime Written, long Length) _seen;
    private long _looked;

    private FileCredentials(string path, Func<string, ClusterAccess> read, TimeProvider clock, ILogger logger)
    {
        (_path, _read, _clock, _logger) = (path, read, clock, logger);
        _seen = Look();
        _looked = clock.GetTimestamp();
        _current = Read();
    }

    /// <inheritdoc/>
    public ClusterAccess Current
    {
        get
        {
            if (_clock.GetElapsedTime(Volatile.Read(ref _looked)) >= LookAgain)
                Renew(always: false);
            return _current;
        }
    }

    /// <summary>Reads a file for the first time, when its errors are the caller's.</summary>
    /// <param name="path">The kubeconfig file.</param>
    /// <param name="read">Reads its text strictly; throws a <see cref="MusterException"/> for what it does not accept.</param>
    /// <param name="clock">Measures when to look at the file again.</param>
    /// <param name="logger">Is told of new files, and of those that cannot be read.</param>
    /// <exception cref="MusterException">It is not acceptable.</exception>
    /// <exception cref="IOException">It cannot be read, or is larger than 256 KiB.</exception>
    /// <exception cref="UnauthorizedAccessException">This process may not read it.</exception>
    public static FileCredentials Open(string path, Func<string, ClusterAccess> read, TimeProvider clock, ILogger logger) => new(path, read, clock, logger);

    /// <inheritdoc/>
    public Task<bool> RefreshAsync()
    {
        var before = _current;
        Renew(always: true);
        return Task.FromResult(_current != before);
    }

    private void Renew(bool always)
    {
        lock (_lock)
        {
            if (!always && _clock.GetElapsedTime(_looked) < LookAgain)
                return;
            Volatile.Write(ref _looked, _clock.GetTimestamp());
            try
            {
                var seen = Look();
                if (!always && seen == _seen)
                    return;
                _seen = seen;
                var read = Read();
                if (read == _current)
                    return;
                _current = read;
                LogChanged(_logger, _path, read.Server);
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException or MusterException)
            {
                LogBroken(_logger, _path, error.Message);
            }
        }
    }

    private (DateTime Written, long Length) Look()
    {
        var file = new FileInfo(_path);
        return file.Exists ? (file.LastWriteTimeUtc, file.Length) : default;
    }

    private ClusterAccess Read() => _read(BoundedFile.Read(_path, MaxBytes));

    [LoggerMessage(811, LogLevel.Information, "{Path} changed; what it says is used from now on, for {Server}.")]
    private static partial void LogChanged(ILogger logger, string path, Uri server);

    [LoggerMessage(812, LogLevel.Warning, "{Path} changed and cannot be used: {Problem}. What it said before is used on.")]
    private static partial void LogBroken(ILogger logger, string path, string problem);
}
