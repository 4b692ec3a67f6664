using System.CommandLine;
using Muster.Client;

namespace Muster.Cli;

/// <summary>What a command works with: where it writes, and the options that every command has.</summary>
internal sealed class CliContext(TextWriter stdout, TextWriter stderr)
{
    public TextWriter Out { get; } = stdout;

    public TextWriter Error { get; } = stderr;

    public Stream? In { get; init; }

    public HttpMessageHandler? Handler { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>True when somebody watches stderr, and may want to know how it goes.</summary>
    public bool IsInteractive { get; init; }

    public DateTimeOffset Now => Clock.GetUtcNow();

    public Option<Uri?> Server { get; } = new("--server", "-s")
    {
        Description = $"Address of a silo; also from the environment's MUSTER_SERVER [default: {MusterClientOptions.DefaultAddress}]",
        HelpName = "URL",
        Recursive = true,
        CustomParser = result =>
        {
            if (ServerAddress.TryParse(result.Tokens[0].Value, out var address))
                return address;
            result.AddError($"--server: '{result.Tokens[0].Value}' is no address; write http://host:port");
            return null;
        },
    };

    /// <summary>Says that the command line is wrong, and where to read how it is right.</summary>
    public int Usage(string message, Command command)
    {
        Error.WriteLine($"error: {message}");
        Error.WriteLine($"see: {CommandLine(command)} --help");
        return ExitCode.Usage;
    }

    /// <summary>Says what went wrong.</summary>
    public int Fail(Exception error, int code)
    {
        Error.WriteLine($"error: {error.Message}");
        return code;
    }

    private static string CommandLine(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{CommandLine(parent)} {command.Name}" : "muster";
}
