using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>How jobs are named on the command line: <c>name</c>, <c>namespace/name</c>, and <c>job/</c> before either.</summary>
internal static class JobArguments
{
    public static Argument<string> One(string description) =>
        new("NAME") { Description = description };

    public static Argument<string[]> Some(string description) =>
        new("NAME") { Description = description, Arity = ArgumentArity.OneOrMore };

    public static Option<string> Namespace() =>
        new("--namespace", "-n") { Description = "Namespace of jobs that are named without one", HelpName = "NAMESPACE", DefaultValueFactory = _ => "default" };

    /// <exception cref="UsageException">The text names no job.</exception>
    public static JobId Parse(string text, string? ns)
    {
        var name = text.StartsWith("job/", StringComparison.Ordinal) ? text[4..] : text.StartsWith("jobs/", StringComparison.Ordinal) ? text[5..] : text;
        try
        {
            return JobId.Parse(name.Contains('/', StringComparison.Ordinal) ? name : $"{ns ?? "default"}/{name}");
        }
        catch (InvalidRequestException error)
        {
            throw new UsageException($"'{Names.Clip(text)}' names no job: {error.Errors[0].Remedy}");
        }
    }
}
