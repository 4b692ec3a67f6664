using System.CommandLine;
using System.CommandLine.Help;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Says what a command line got wrong, and what was probably meant.</summary>
internal static class Misunderstanding
{
    // Verbs of other tools.
    private static readonly Dictionary<string, string> Synonyms = new()
    {
        ["list"] = "get", ["ls"] = "get jobs", ["show"] = "get", ["ps"] = "get jobs", ["status"] = "get jobs", ["queue"] = "get queues",
        ["create"] = "submit", ["run"] = "submit", ["sbatch"] = "submit", ["squeue"] = "get jobs", ["scancel"] = "cancel",
        ["kill"] = "cancel", ["stop"] = "suspend", ["pause"] = "suspend", ["hold"] = "suspend", ["release"] = "resume", ["start"] = "resume", ["continue"] = "resume",
        ["rm"] = "delete", ["remove"] = "delete", ["log"] = "logs", ["why"] = "explain", ["drain"] = "cordon", ["tail"] = "logs -f",
        ["inspect"] = "describe", ["login"] = "config set-context", ["use"] = "config use-context", ["import"] = "convert",
        ["join"] = "cluster add", ["register"] = "cluster add", ["unjoin"] = "cluster remove", ["jobs"] = "get jobs", ["job"] = "get jobs", ["queues"] = "get queues", ["clusters"] = "get clusters", ["nodes"] = "get nodes", ["events"] = "get events",
    };

    /// <summary>A word that looks like an option and was taken for a name; behind <c>--</c> anything may be a name.</summary>
    public static string? StrayOption(ParseResult result, string[] args) => args.Contains("--") || result.Action is HelpAction or TeachingHelp ? null
        : result.CommandResult.Command.Arguments.SelectMany(a => result.GetResult(a)?.Tokens ?? []).Select(t => t.Value).FirstOrDefault(t => t.Length > 1 && t[0] == '-');

    public static string Of(ParseResult result, string[] args)
    {
        var command = result.CommandResult.Command;
        var stray = StrayOption(result, args) ?? (result.UnmatchedTokens.Count > 0 ? result.UnmatchedTokens[0] : null);
        if (stray is null)
            return Missing(result) is { } missing ? $"{missing.Name} is missing: {missing.Description}" : result.Errors[^1].Message;
        if (stray.StartsWith('-') && stray.Length > 1)
            return $"{Names.Clip(stray)} is not an option of {Path(command)}{Advice(stray, Options(command))}";
        if (command.Subcommands.Count == 0)
            return command.Arguments.Count == 0
                ? $"'{Names.Clip(stray)}' is too much: {Path(command)} takes no names"
                : $"'{Names.Clip(stray)}' is too much: {Path(command)} takes one name";
        var known = command.Subcommands.Where(s => !s.Hidden).SelectMany(s => s.Aliases.Prepend(s.Name)).ToList();
        var isRoot = command is RootCommand;
        var meant = isRoot && Synonyms.TryGetValue(stray, out var synonym) ? synonym : Nearest.Of(stray, known);
        var advice = meant is not null ? $"; did you mean: {Path(command)} {meant}"
            : isRoot ? "" : $"; known: {string.Join(", ", command.Subcommands.Where(s => !s.Hidden).Select(s => s.Name))}";
        return $"'{Names.Clip(stray)}' is not {(isRoot ? "a command" : $"known to {Path(command)}")}{advice}";
    }

    private static Argument? Missing(ParseResult result) => result.CommandResult.Command.Arguments
        .FirstOrDefault(a => a.Arity.MinimumNumberOfValues > 0 && result.GetResult(a) is not { Tokens.Count: > 0 });

    private static string Advice(string stray, IReadOnlyCollection<string> known) => Nearest.Of(stray.Split('=')[0], known) is { } near ? $"; did you mean {near}?" : "";

    private static List<string> Options(Command command)
    {
        var options = command.Options.Where(o => !o.Hidden).SelectMany(o => o.Aliases.Prepend(o.Name)).ToList();
        for (var parent = ParentOf(command); parent is not null; parent = ParentOf(parent))
            options.AddRange(parent.Options.Where(o => o.Recursive).SelectMany(o => o.Aliases.Prepend(o.Name)));
        return options;
    }

    private static Command? ParentOf(Command command) => command.Parents.OfType<Command>().FirstOrDefault();

    private static string Path(Command command) => ParentOf(command) is { } parent ? $"{Path(parent)} {command.Name}" : "muster";
}
