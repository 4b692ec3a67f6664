using System.Text.Json;

namespace Muster.Silo;

/// <summary>The file that holds the tokens. It is replaced whole, so that nobody ever reads half of one.</summary>
internal static class TokenFile
{
    private const int MaxBytes = 1024 * 1024;
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const UnixFileMode OthersWrite = UnixFileMode.GroupWrite | UnixFileMode.OtherWrite;

    /// <summary>Reads the file; null when there is none.</summary>
    /// <exception cref="TokenFileException">It cannot be read, or is no such file.</exception>
    public static TokenList? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.SafeFileHandle) & OthersWrite) != 0)
                throw Broken(path, $"others than its owner can write it; take that from them with: chmod go-w {path}");
            if (file.Length > MaxBytes)
                throw Broken(path, $"it is larger than {MaxBytes} bytes");
            var list = JsonSerializer.Deserialize(file, AccessJson.Default.TokenList) ?? throw Broken(path, "it is null");
            return TokenRules.Fault(list) is { } fault ? throw Broken(path, fault) : list;
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException error)
        {
            throw new TokenFileException($"The tokens' file {path} cannot be read: line {error.LineNumber + 1}: it is no JSON of tokens. Restore it, or create it anew.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new TokenFileException($"The tokens' file {path} cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Changes the list, one process at a time, and puts it in the place of the old one.</summary>
    /// <exception cref="TokenFileException">It cannot be read or written.</exception>
    public static void Change(string path, Func<TokenList, TokenList> change)
    {
        try
        {
            var directory = Path.GetDirectoryName(Path.GetFullPath(path))!;
            DataDirectory.Create(directory);
            using var turn = new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            var list = change(Read(path) ?? TokenList.Empty);
            if (TokenRules.Fault(list) is { } fault)
                throw new TokenFileException($"{fault}.");
            Replace(path, list);
        }
        catch (Exception error) when (error is UnauthorizedAccessException || (error is IOException and not TokenFileException))
        {
            throw new TokenFileException($"The tokens' file {path} cannot be changed: {error.Message} If another 'muster-silo token' is at work, try again.", error);
        }
    }

    private static void Replace(string path, TokenList list)
    {
        var next = $"{path}.{Guid.NewGuid():N}.new";
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = OwnerOnly;
        try
        {
            using (var file = new FileStream(next, options))
            {
                JsonSerializer.Serialize(file, list, AccessJson.Default.TokenList);
                file.Flush(flushToDisk: true);
            }
            File.Move(next, path, overwrite: true);
        }
        finally
        {
            File.Delete(next);
        }
    }

    private static TokenFileException Broken(string path, string why) => new($"The tokens' file {path} cannot be used: {why}");
}
