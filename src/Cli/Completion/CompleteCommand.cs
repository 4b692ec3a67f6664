using System.CommandLine;

namespace Muster.Cli;

/// <summary>
/// <c>muster __complete -- words…</c>: what could stand where the last word is, one a line, with a tab and what it means
/// behind it. It is not part of the tree: the words are those of another command line, and need not be right.
/// </summary>
internal static class CompleteCommand
{
    public const string Name = "__complete";

    /// <summary>A shell waits for this.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    public static async Task<int> RunAsync(RootCommand root, CliContext context, string[] words, CancellationToken cancellationToken)
    {
        var place = CompletionPlace.Find(root, words is ["--", .. var rest] ? rest : words);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        foreach (var (text, meaning) in await ProposeAsync(place, context, limit.Token))
            if (text.StartsWith(place.Word, StringComparison.Ordinal))
                context.Print(string.IsNullOrEmpty(meaning) ? text : $"{text}\t{meaning}");
        context.Flush();
        return ExitCode.Ok;
    }

    private static async Task<IEnumerable<Proposal>> ProposeAsync(CompletionPlace place, CliContext context, CancellationToken cancellationToken)
    {
        var proposals = place.Fixed();
        return place.Names is { } kind
            ? [.. proposals, .. (await KnownNames.FindAsync(kind, place, context, cancellationToken)).Select(n => new Proposal(place.Before + n, ""))]
            : proposals;
    }
}
