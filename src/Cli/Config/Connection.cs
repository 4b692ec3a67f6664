using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>
/// Where to go, as whom, and what to use there when nothing is said: what the command line says, else the environment,
/// else the context, else the default. A context that the command line names counts as said there.
/// </summary>
internal sealed record Connection(Uri Address, string? Token, string? TokenFile, string Namespace, string? Queue)
{
    public const string DefaultNamespace = "default";

    /// <exception cref="UsageException">The flags or the environment say something that cannot be meant.</exception>
    public static Connection Resolve(ConnectionFlags flags, Func<string, string?> environment, CliConfig config)
    {
        var context = ContextOf(flags, environment, config);
        var named = flags.Context is null ? null : context;
        var server = flags.Server ?? AddressOf(named?.Server) ?? FromEnvironment(environment) ?? AddressOf(context?.Server) ?? new Uri(MusterClientOptions.DefaultAddress);
        // A token is for its own silo: it is not shown to another that a flag or the environment names.
        var trusted = context is not null && (context.Server is null ? server.IsLoopback : AddressOf(context.Server) == server) ? context : null;
        var (token, file) = TokenOf(flags, environment, trusted, named is not null);
        return new Connection(
            server, token, file,
            FirstOf(flags.Namespace, named?.Namespace, Variable(environment, "MUSTER_NAMESPACE"), context?.Namespace) ?? DefaultNamespace,
            FirstOf(flags.Queue, context?.Queue));
    }

    private static (string? Token, string? File) TokenOf(ConnectionFlags flags, Func<string, string?> environment, ConfigContext? context, bool isNamed)
    {
        if (flags.TokenFile is { } flag)
            return (null, flag);
        if (isNamed && context is { Token: not null } or { TokenFile: not null })
            return (context!.Token, context.TokenFile);
        if (Variable(environment, "MUSTER_TOKEN") is { } token)
            return ContextRules.IsToken(token) ? (token, null) : throw new UsageException("MUSTER_TOKEN: it cannot be sent; write it as the operator gave it, without spaces");
        return Variable(environment, "MUSTER_TOKEN_FILE") is { } file ? (null, file) : (context?.Token, context?.TokenFile);
    }

    private static ConfigContext? ContextOf(ConnectionFlags flags, Func<string, string?> environment, CliConfig config)
    {
        var (name, source) = flags.Context is { } flag ? (flag, "--context")
            : Variable(environment, "MUSTER_CONTEXT") is { } variable ? (variable, "MUSTER_CONTEXT") : (config.Current, "");
        if (name is null)
            return null;
        return config.Find(name)
            ?? throw new UsageException($"{source}: there is no context '{Names.Clip(name)}'; {(config.Contexts.Length == 0 ? "make one with: muster config set-context NAME --server URL" : Nearest.Advice(name, [.. config.Contexts.Select(c => c.Name)]))}");
    }

    private static string? FirstOf(params ReadOnlySpan<string?> values)
    {
        foreach (var value in values)
            if (value is not null)
                return value;
        return null;
    }

    private static Uri? FromEnvironment(Func<string, string?> environment)
    {
        if (Variable(environment, "MUSTER_SERVER") is not { } text)
            return null;
        return AddressOf(text) ?? throw new UsageException($"MUSTER_SERVER: '{Names.Clip(text)}' is no address; write http://host:port");
    }

    private static Uri? AddressOf(string? text) => text is not null && ServerAddress.TryParse(text, out var address) ? address : null;

    private static string? Variable(Func<string, string?> environment, string name) => environment(name) is { Length: > 0 } value ? value : null;
}
