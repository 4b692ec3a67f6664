using System.CommandLine;

namespace Muster.Cli;

/// <summary>How objects are shown.</summary>
internal enum OutputFormat
{
    Table,
    Wide,
    Json,
    Yaml,
    Name,
}

/// <summary>The options of commands that show objects.</summary>
internal sealed class OutputOptions
{
    private readonly Option<OutputFormat?> _format =
        ChoiceOption.Of<OutputFormat>("--output", "How to show it: table, wide, json, yaml or name", "FORMAT", "-o");

    public Option<bool> NoHeaders { get; } = new("--no-headers") { Description = "Leave the table's first line out" };

    public OutputFormat FormatOf(Session session) => session.Arguments.GetValue(_format) ?? OutputFormat.Table;

    public void AddTo(Command command)
    {
        command.Options.Add(_format);
        command.Options.Add(NoHeaders);
    }
}
