using System.CommandLine;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>How jobs are named on the command line: <c>name</c>, <c>namespace/name</c>, and <c>job/</c> before either.</summary>
internal static class JobArguments
{
    public static Argument<string> One(string description) =>
        new("NAME") { Description = description };

    public static Argument<string[]> Some(string description, bool mayBeNone = false) =>
        new("NAME") { Description = description, Arity = mayBeNone ? ArgumentArity.ZeroOrMore : ArgumentArity.OneOrMore };

    /// <summary>The jobs that some words name. A first word that is the type's is passed over: a job of that name is <c>job/job</c>.</summary>
    /// <exception cref="UsageException">A text names no job.</exception>
    public static List<JobId> ParseAll(string[] texts, string ns)
    {
        var words = texts.Length > 1 && KindName.Of(texts[0]) == KindName.Jobs ? texts[1..] : texts;
        return [.. words.Select(t => Parse(t, ns)).Distinct()];
    }

    /// <exception cref="UsageException">The text names no job.</exception>
    public static JobId Parse(string text, string ns)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var name = slash > 0 && text[..slash] is "job" or "jobs" ? text[(slash + 1)..] : text;
        try
        {
            return JobId.Parse(name.Contains('/', StringComparison.Ordinal) ? name : $"{ns}/{name}");
        }
        catch (InvalidRequestException error)
        {
            throw new UsageException($"'{Names.Clip(text)}' names no job: {error.Errors[0].Remedy}");
        }
    }
}
