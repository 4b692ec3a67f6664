using System.Text;

namespace Muster.Cli;

/// <summary>Where the configuration is kept, and how it is read and written whole.</summary>
internal static class ConfigFile
{
    public const int MaxBytes = 256 * 1024;

    /// <summary>MUSTER_CONFIG, else <c>muster/config.yaml</c> in the folder that XDG names; null when there is no home.</summary>
    public static string? PathOf(Func<string, string?> environment)
    {
        if (environment("MUSTER_CONFIG") is { Length: > 0 } path)
            return path;
        // The specification of XDG: a relative folder is to be ignored.
        if (environment("XDG_CONFIG_HOME") is { Length: > 0 } folder && Path.IsPathRooted(folder))
            return Path.Combine(folder, "muster", "config.yaml");
        return (environment("HOME") ?? environment("USERPROFILE")) is { Length: > 0 } home ? Path.Combine(home, ".config", "muster", "config.yaml") : null;
    }

    /// <summary>Reads a file; one that is not there says nothing.</summary>
    /// <exception cref="ConfigException">It cannot be used.</exception>
    public static CliConfig Read(string? path)
    {
        if (path is null || !File.Exists(path))
            return CliConfig.Empty;
        try
        {
            using var file = File.OpenRead(path);
            var buffer = new byte[Math.Min(file.Length, MaxBytes) + 1];
            var length = file.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
            if (length > MaxBytes)
                throw new ConfigException($"{path}: it is larger than {MaxBytes / 1024} KiB; remove contexts that are not needed");
            return new ConfigReader(path, Encoding.UTF8.GetString(buffer, 0, length)).Read();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path}: it cannot be read: {error.Message}");
        }
    }

    /// <summary>Writes a file that only its owner can read: whole, or not at all.</summary>
    /// <exception cref="ConfigException">It cannot be written.</exception>
    public static void Write(string path, CliConfig config)
    {
        try
        {
            // A link stays a link: what it points at is replaced.
            var target = Path.GetFullPath((File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName : null) ?? path);
            MakeFolder(Path.GetDirectoryName(target)!);
            var temporary = $"{target}.{Guid.NewGuid():N}";
            try
            {
                WriteNew(temporary, ConfigText.Of(config, redacted: false));
                File.Move(temporary, target, overwrite: true);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path}: it cannot be written: {error.Message}");
        }
    }

    /// <summary>True when others on this machine can read it.</summary>
    public static bool IsOpenToOthers(string path) =>
        !OperatingSystem.IsWindows() && (File.GetUnixFileMode(path) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0;

    private static void MakeFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            Directory.CreateDirectory(folder);
        else
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    private static void WriteNew(string path, string text)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new FileStream(path, options);
        file.Write(Encoding.UTF8.GetBytes(text));
        file.Flush(flushToDisk: true);
    }
}
