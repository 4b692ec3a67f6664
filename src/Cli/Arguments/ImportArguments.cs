using System.CommandLine;
using System.Globalization;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>The options that say what manifests of other systems do not.</summary>
internal sealed class ImportArguments
{
    private readonly Option<string[]> _queues = new("--queue-map")
    {
        Description = "Muster's queue for one that manifests of other systems name; may be given again",
        HelpName = "OLD=NEW",
    };

    private readonly Option<string[]> _classes = new("--priority-class")
    {
        Description = "Priority for a class that manifests of other systems name; may be given again",
        HelpName = "NAME=NUMBER",
    };

    private readonly Option<string?> _namespace = new("--namespace", "-n")
    {
        Description = "Namespace of imported jobs that name none [default: default]",
        HelpName = "NAMESPACE",
    };

    public void AddTo(Command command)
    {
        command.Options.Add(_queues);
        command.Options.Add(_classes);
        command.Options.Add(_namespace);
    }

    /// <exception cref="UsageException">An option cannot be meant as it is.</exception>
    public ImportOptions Read(ParseResult arguments, string otherwise = Connection.DefaultNamespace)
    {
        var options = ImportOptions.None with { Namespace = otherwise };
        foreach (var (name, queue) in Pairs(arguments.GetValue(_queues), "--queue-map", "OLD=NEW"))
            options = options with { QueueMap = options.QueueMap.SetItem(name, Name("--queue-map", queue)) };
        foreach (var (name, text) in Pairs(arguments.GetValue(_classes), "--priority-class", "NAME=NUMBER"))
            options = options with { PriorityClasses = options.PriorityClasses.SetItem(name, Number(text)) };
        return arguments.GetValue(_namespace) is { } ns ? options with { Namespace = Name("--namespace", ns) } : options;
    }

    private static IEnumerable<(string Key, string Value)> Pairs(string[]? texts, string option, string form)
    {
        foreach (var text in texts ?? [])
        {
            var at = text.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0 || at == text.Length - 1)
                throw new UsageException($"{option}: '{Names.Clip(text)}' is no pair; write {form}");
            yield return (text[..at], text[(at + 1)..]);
        }
    }

    private static string Name(string option, string text) =>
        Names.IsLabel(text) ? text : throw new UsageException($"{option}: '{Names.Clip(text)}' is not a name");

    private static int Number(string text) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && Math.Abs((long)number) <= JobSpec.MaxPriority
            ? number
            : throw new UsageException($"--priority-class: '{Names.Clip(text)}' is no priority; write {-JobSpec.MaxPriority} to {JobSpec.MaxPriority}");
}
