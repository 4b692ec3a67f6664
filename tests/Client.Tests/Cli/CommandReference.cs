using System.CommandLine;
using System.CommandLine.Help;
using System.Text;
using Muster.Cli;

namespace Client.Tests;

/// <summary>A command as the reference shows it: what it does, how it is called, its options, its examples.</summary>
internal static class CommandReference
{
    public static void Write(StringBuilder text, Command command)
    {
        text.Append("### `").Append(Usage(command)).Append("`\n\n").Append(command.Description).Append('\n');
        if (command is Verb verb && Prose(verb.Details) is { Length: > 0 } prose)
            text.Append('\n').Append(prose).Append('\n');
        WriteOptions(text, [.. command.Options.Where(o => !o.Hidden && o is not HelpOption)]);
        if (command is Verb { Details: var details })
            text.Append("\n```sh\n").AppendJoin('\n', details.Split('\n').Where(l => l.StartsWith("  ", StringComparison.Ordinal)).Select(l => Commented(l[2..]))).Append("\n```\n");
        text.Append('\n');
    }

    private static void WriteOptions(StringBuilder text, List<Option> options)
    {
        if (options.Count == 0)
            return;
        text.Append("\n| Option | |\n|---|---|\n");
        foreach (var option in options)
        {
            var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(n => n.Length).Select(n => $"`{n}`"));
            text.Append("| ").Append(names).Append(option.HelpName is { } value ? $" `{value.Replace("|", "\\|", StringComparison.Ordinal)}`" : "")
                .Append(" | ").Append(option.Description!.Replace("|", "\\|", StringComparison.Ordinal)).Append(" |\n");
        }
    }

    private static string Usage(Command command)
    {
        var arguments = string.Concat(command.Arguments.Select(a => a.Arity switch
        {
            { MinimumNumberOfValues: 0, MaximumNumberOfValues: 1 } => $" [{a.Name}]",
            { MinimumNumberOfValues: 0 } => $" [{a.Name}…]",
            { MaximumNumberOfValues: 1 } => $" {a.Name}",
            _ => $" {a.Name}…",
        }));
        return Path(command) + arguments;
    }

    // What is said beside an example is a comment to a shell.
    private static string Commented(string line) =>
        line.TrimEnd().IndexOf("  ", StringComparison.Ordinal) is > 0 and var gap ? $"{line[..gap]}  # {line[gap..].Trim()}" : line;

    private static string Path(Command command) => command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{Path(parent)} {command.Name}" : "muster";

    // What stands before the examples.
    private static string Prose(string details) =>
        details.Split('\n').TakeWhile(l => l is not ("Example:" or "Examples:")).Aggregate("", (all, line) => $"{all}{line}\n").Trim();
}
