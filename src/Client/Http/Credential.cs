using Muster.Contracts;

namespace Muster.Client;

/// <summary>The token that requests carry: a constant, or a file's content, which is read again when the file changes.</summary>
internal sealed class Credential(MusterClientOptions options)
{
    private const int MaxBytes = 4096;

    private readonly Lock _lock = new();
    private (DateTime Written, long Length) _seen;
    private string? _text;

    /// <exception cref="UnauthenticatedException">The file is not there, or holds no token.</exception>
    public string? Read()
    {
        if (options.TokenFile is not { Length: > 0 } path)
            return string.IsNullOrEmpty(options.Token) ? null : options.Token;
        try
        {
            lock (_lock)
                return ReadFile(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UnauthenticatedException($"The token file {path} cannot be read: {error.Message}");
        }
    }

    private string ReadFile(string path)
    {
        // A mounted secret is a symbolic link that is switched over: what counts is the file behind it.
        var file = new FileInfo(path);
        if (file.ResolveLinkTarget(returnFinalTarget: true) is FileInfo target)
            file = target;
        var now = (file.LastWriteTimeUtc, file.Length);
        if (_text is not null && now == _seen)
            return _text;
        if (file.Length > MaxBytes)
            throw new UnauthenticatedException($"The token file {path} has {file.Length} bytes; it should hold one token and nothing else.");
        var text = File.ReadAllText(file.FullName).Trim();
        if (text.Length == 0 || text.Any(static c => c is <= ' ' or > '~'))
            throw new UnauthenticatedException($"The token file {path} does not hold one token and nothing else.");
        (_seen, _text) = (now, text);
        return text;
    }
}
