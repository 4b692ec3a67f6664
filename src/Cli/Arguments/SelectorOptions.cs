using System.CommandLine;
using Muster.Client;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>The options that choose jobs by what they say of themselves.</summary>
internal sealed class SelectorOptions(CliContext context)
{
    private readonly Option<string?> _labels = new("--selector", "-l") { Description = "Only jobs with these labels: a=b, a!=b, a in (x,y), a notin (x,y), a, !a; with commas between", HelpName = "LABELS" };
    private readonly Option<string?> _fields = new("--field-selector") { Description = "Only jobs with these fields, such as status.state=Queued,spec.queue!=sweeps", HelpName = "FIELDS" };
    private readonly Option<bool> _everywhere = new("--all-namespaces", "-A") { Description = "Jobs of every namespace" };

    public void AddTo(Command command)
    {
        command.Options.Add(context.Namespace);
        command.Options.Add(_everywhere);
        command.Options.Add(_labels);
        command.Options.Add(_fields);
    }

    public bool IsEverywhere(Session session) => session.Arguments.GetValue(_everywhere);

    /// <summary>True when jobs are chosen rather than named.</summary>
    public bool IsGiven(Session session) => session.Arguments.GetValue(_labels) is not null || session.Arguments.GetValue(_fields) is not null;

    /// <exception cref="UsageException">A selector is malformed.</exception>
    public JobListOptions Of(Session session) => new()
    {
        Namespace = IsEverywhere(session) ? null : session.Namespace,
        LabelSelector = Checked(session.Arguments.GetValue(_labels), _labels.Name, LabelSelector.Parse),
        FieldSelector = Checked(session.Arguments.GetValue(_fields), _fields.Name, FieldSelector.Parse),
    };

    private static string? Checked<T>(string? text, string option, Func<string, T> parse)
    {
        try
        {
            _ = text is null ? default : parse(text);
            return text;
        }
        catch (InvalidRequestException error)
        {
            throw new UsageException($"{option}: {string.Join("; ", error.Errors.Select(e => $"{e.Problem}; {e.Remedy}"))}");
        }
    }
}
