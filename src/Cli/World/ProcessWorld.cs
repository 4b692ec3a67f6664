using System.Text;

namespace Muster.Cli;

/// <summary>The world of this process.</summary>
internal static class ProcessWorld
{
    private const string Plugin = "kubectl-muster";

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    public static CliWorld Create()
    {
        var (outTerminal, errorTerminal) = (!Console.IsOutputRedirected, !Console.IsErrorRedirected);
        return new CliWorld
        {
            // Not Console.Out: making one costs more of the start than all else that is written.
            Out = new StreamWriter(Console.OpenStandardOutput(), Utf8, 16 * 1024),
            Error = new StreamWriter(Console.OpenStandardError(), Utf8, 1024) { AutoFlush = true },
            Environment = Environment.GetEnvironmentVariable,
            Program = IsPlugin() ? "kubectl muster" : "muster",
            Colours = outTerminal && MayColour(Environment.GetEnvironmentVariable),
            IsWatched = errorTerminal,
            CanAsk = errorTerminal && !Console.IsInputRedirected,
            Width = errorTerminal ? WidthOf : static () => 80,
        };
    }

    /// <summary>See no-color.org; a dumb terminal knows no colours either.</summary>
    internal static bool MayColour(Func<string, string?> environment) =>
        string.IsNullOrEmpty(environment("NO_COLOR")) && environment("TERM") != "dumb";

    /// <summary>True for the name that kubectl looks for when it is asked for <c>kubectl muster</c>.</summary>
    internal static bool IsPluginName(string? path) => Path.GetFileNameWithoutExtension(path) == Plugin;

    // Through a link the system shows the program itself as what runs; only the first word still has the link's name.
    private static bool IsPlugin()
    {
        const string Self = "/proc/self/cmdline";
        try
        {
            if (!File.Exists(Self))
                return IsPluginName(Environment.ProcessPath);
            var line = File.ReadAllText(Self);
            return IsPluginName(line.Split('\0', 2)[0]);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static int WidthOf()
    {
        try
        {
            return Console.WindowWidth is > 0 and var width ? width : 80;
        }
        catch (IOException)
        {
            return 80;
        }
    }
}
