using System.CommandLine;
using Muster.Client;

namespace Muster.Cli;

/// <summary>What a command works with: the world, cleaned of what could harm a terminal, and the options that commands share.</summary>
internal sealed class CliContext(CliWorld world) : IDisposable
{
    private CliConfig? _config;

    public CleanWriter Out { get; } = new(world.Out, world.Colours);

    public CleanWriter Error { get; } = new(world.Error, world.Colours && world.IsWatched);

    public CliWorld World => world;

    public Stream In => world.In ?? Console.OpenStandardInput();

    public DateTimeOffset Now => world.Clock.GetUtcNow();

    /// <summary>What is said when somebody interrupts: what became of it, and how to look again.</summary>
    public string? Farewell { get; set; }

    public string? ConfigPath { get; } = ConfigFile.PathOf(world.Environment);

    /// <exception cref="ConfigException">The file cannot be used.</exception>
    public CliConfig Config => _config ??= ReadConfig();

    public Option<Uri?> Server { get; } = new("--server", "-s")
    {
        Description = $"Address of a silo; else MUSTER_SERVER, else the context's [default: {MusterClientOptions.DefaultAddress}]",
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

    public Option<string?> TokenFile { get; } = new("--token-file")
    {
        Description = "File with the token to show; else MUSTER_TOKEN, MUSTER_TOKEN_FILE, else the context's",
        HelpName = "FILE",
        Recursive = true,
    };

    public Option<string?> ContextName { get; } = new("--context")
    {
        Description = "Context of the configuration to use; else MUSTER_CONTEXT, else the current one",
        HelpName = "NAME",
        Recursive = true,
    };

    /// <summary>Not for every command: those that have to do with jobs add it.</summary>
    public Option<string?> Namespace { get; } = new("--namespace", "-n")
    {
        Description = "Namespace of jobs that are named without one; else MUSTER_NAMESPACE, else the context's [default: default]",
        HelpName = "NAMESPACE",
    };

    /// <exception cref="UsageException">Flags or environment say something that cannot be meant.</exception>
    /// <exception cref="ConfigException">The configuration cannot be used.</exception>
    public Connection Connect(ParseResult arguments) => Connection.Resolve(
        new ConnectionFlags(arguments.GetValue(Server), arguments.GetValue(TokenFile), arguments.GetValue(ContextName), arguments.GetValue(Namespace)),
        world.Environment, Config);

    /// <summary>A line of data, for whoever reads the output.</summary>
    public void Print(string line) => Out.WriteLine(line);

    /// <summary>A line of talk, for whoever sits at the terminal.</summary>
    public void Say(string line) => Error.WriteLine(Called(line));

    /// <summary>Passes on what was printed.</summary>
    public void Flush() => Out.Flush();

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
        Error.WriteLine($"error: {Called(ErrorText.Of(error))}");
        return code;
    }

    /// <summary>A text with examples, in the words in which the program was called.</summary>
    public string Called(string text) => world.Program == "muster" ? text : CommandText.Rename(text, world.Program);

    private CliConfig ReadConfig()
    {
        var config = ConfigFile.Read(ConfigPath);
        if (config.Contexts.Any(c => c.Token is not null) && ConfigFile.IsOpenToOthers(ConfigPath!))
            Say($"warning: {ConfigPath} holds tokens, and others can read it: chmod 600 {ConfigPath}");
        return config;
    }

    public void Dispose()
    {
        Error.ClearStatus();
        Out.Flush();
        Error.Flush();
        Out.Dispose();
        Error.Dispose();
    }

    public string CommandLine(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{CommandLine(parent)} {command.Name}" : world.Program;
}
