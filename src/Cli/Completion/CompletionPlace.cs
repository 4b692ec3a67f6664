using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Help;

namespace Muster.Cli;

/// <summary>Where in the tree of commands the last of some words stands.</summary>
/// <param name="Command">The command that the words before it name.</param>
/// <param name="Option">The option whose value it is; null when it is none's.</param>
/// <param name="Word">The word, as far as it is written.</param>
/// <param name="Before">What stands in the word before the value: <c>--output=</c>.</param>
/// <param name="Options">Values of options that the words have, by the option's name.</param>
/// <param name="Arguments">How many of the command's own arguments stand before it.</param>
internal sealed record CompletionPlace(Command Command, Option? Option, string Word, string Before, IReadOnlyDictionary<string, string> Options, int Arguments)
{
    public static CompletionPlace Find(RootCommand root, string[] words)
    {
        Command command = root;
        Option? open = null;
        var (options, arguments, onlyArguments) = (new Dictionary<string, string>(), 0, false);
        var last = words.Length == 0 ? "" : words[^1];
        foreach (var word in words.Length == 0 ? [] : words[..^1])
            if (open is not null)
                (options[open.Name], open) = (word, null);
            else if (word == "--")
                onlyArguments = true;
            else if (!onlyArguments && word.Length > 1 && word[0] == '-')
                open = Take(command, word, options);
            else if (arguments == 0 && Sub(command, word) is { } sub)
                command = sub;
            else
                arguments++;
        if (open is null && !onlyArguments && last.StartsWith('-') && last.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals && Known(command, last[..equals]) is { } named)
            return new CompletionPlace(command, named, last, last[..(equals + 1)], options, arguments);
        return new CompletionPlace(command, open, last, "", options, arguments);
    }

    /// <summary>What the tree itself knows.</summary>
    public IEnumerable<Proposal> Fixed()
    {
        if (Option is not null)
            return Option.CompletionSources.Count == 0 ? [] : Option.GetCompletions(CompletionContext.Empty).Select(c => new Proposal(Before + c.Label, ""));
        if (Word.StartsWith('-'))
            return All(Command).Where(o => !o.Hidden && !Options.ContainsKey(o.Name)).Select(o => new Proposal(o.Name, FirstLine(o.Description)));
        return Arguments > 0 ? [] : Command.Subcommands.Where(s => !s.Hidden).Select(s => new Proposal(s.Name, FirstLine(s.Description)));
    }

    /// <summary>The kind of names that could stand there, if there is one.</summary>
    public NameKind? Names => Option is not null ? OfOption(Option.Name) : Word.StartsWith('-') ? null : OfCommand();

    private static NameKind? OfOption(string name) => name switch
    {
        "--queue" => NameKind.Queues,
        "--cluster" => NameKind.Clusters,
        "--context" => NameKind.Contexts,
        _ => null,
    };

    private NameKind? OfCommand() => (Command.Parents.OfType<Command>().FirstOrDefault()?.Name, Command.Name) switch
    {
        ("get", "jobs" or "events") or ("describe", "job") => NameKind.Jobs,
        ("get", "queues") or ("describe", "queue") => NameKind.Queues,
        ("get", "clusters") or ("describe", "cluster") or ("cluster", "get" or "describe" or "remove" or "check" or "accept") => NameKind.Clusters,
        ("get", "nodes") or ("describe", "node") => NameKind.Nodes,
        ("config", "use-context" or "delete-context" or "set-context") => NameKind.Contexts,
        (_, "explain" or "wait" or "watch" or "logs" or "cancel" or "delete" or "suspend" or "resume") => NameKind.Jobs,
        (_, "cordon" or "uncordon") => NameKind.Cordons,
        _ => null,
    };

    private static Option? Take(Command command, string word, Dictionary<string, string> options)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        if (Known(command, equals > 0 ? word[..equals] : word) is not { } option)
            return null;
        options[option.Name] = equals > 0 ? word[(equals + 1)..] : "";
        return equals > 0 || option.Arity.MinimumNumberOfValues == 0 ? null : option;
    }

    private static Command? Sub(Command command, string word) => command.Subcommands.FirstOrDefault(s => s.Name == word || s.Aliases.Contains(word));

    private static Option? Known(Command command, string name) => All(command).FirstOrDefault(o => o.Name == name || o.Aliases.Contains(name));

    private static IEnumerable<Option> All(Command command)
    {
        foreach (var option in command.Options)
            yield return option;
        for (var parent = command.Parents.OfType<Command>().FirstOrDefault(); parent is not null; parent = parent.Parents.OfType<Command>().FirstOrDefault())
            foreach (var option in parent.Options.Where(o => o.Recursive || o is HelpOption))
                yield return option;
    }

    private static string FirstLine(string? text) => (text ?? "").Split('\n')[0];
}
