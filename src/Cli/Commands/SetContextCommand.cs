using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary><c>muster config set-context</c></summary>
internal sealed class SetContextCommand(CliContext context)
{
    private const int MaxToken = 4096;

    private readonly Argument<string> _name = new("NAME") { Description = "The context; one that is there keeps what is not given" };
    private readonly Option<string?> _token = new("--token") { Description = "Token to show to the silo; - reads it from standard input, so that it stands in no history", HelpName = "TOKEN|-" };
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Namespace of jobs that are named without one", HelpName = "NAMESPACE" };
    private readonly Option<string?> _queue = new("--queue", "-q") { Description = "Queue of jobs whose manifest names none", HelpName = "QUEUE" };

    public static Command Create(CliContext context)
    {
        var set = new SetContextCommand(context);
        var command = new Verb("set-context", "Make a context, or change one. The first becomes the current one.",
            """
            An empty value takes out what is there. The file can be read by its owner alone.

            Examples:
              muster config set-context prod --server https://muster.example.com -n research -q training
              muster config set-context prod --token - < token.txt
              muster config set-context prod --token-file ~/.muster-token
              muster config set-context prod -q ""
            """) { set._name, set._token, set._namespace, set._queue };
        Session.RunsAlone(command, context, writes: false, (arguments, _) => Task.FromResult(set.Run(arguments)));
        return command;
    }

    private int Run(ParseResult arguments)
    {
        var name = arguments.GetRequiredValue(_name);
        var (token, file) = (TokenOf(arguments), arguments.GetValue(context.TokenFile));
        if (token is not null && file is not null)
            throw new UsageException("give --token or --token-file, not both");
        var old = context.Config.Find(name);
        var changed = (old ?? new ConfigContext(name)) with
        {
            Server = arguments.GetValue(context.Server)?.AbsoluteUri.TrimEnd('/') ?? old?.Server,
            Token = file is null ? Given(token, old?.Token) : null,
            TokenFile = token is null ? Given(file is { Length: > 0 } ? Path.GetFullPath(file) : file, old?.TokenFile) : null,
            Namespace = Given(arguments.GetValue(_namespace), old?.Namespace),
            Queue = Given(arguments.GetValue(_queue), old?.Queue),
        };
        if (ContextRules.Fault(changed) is { } fault)
            throw new UsageException(fault);
        var config = context.Config.With(changed);
        ConfigFile.Write(ConfigCommand.PathOf(context), config with { Current = config.Current ?? (config.Contexts.Length == 1 ? name : null) });
        context.Out.WriteLine($"context/{Names.Clip(name)}: {(old is null ? "made" : "changed")}");
        return ExitCode.Ok;
    }

    private static string? Given(string? given, string? before) => given is null ? before : given.Length == 0 ? null : given;

    private string? TokenOf(ParseResult arguments)
    {
        if (arguments.GetValue(_token) is not "-" and var given)
            return given;
        using var reader = new StreamReader(context.In, leaveOpen: true);
        var buffer = new char[MaxToken + 1];
        var length = reader.ReadBlock(buffer);
        var token = new string(buffer, 0, length).Trim();
        return length <= MaxToken && ContextRules.IsToken(token) ? token : throw new UsageException("--token: standard input holds no token; write it on one line");
    }
}
