using System.Text.RegularExpressions;

namespace Muster.Docs.Tests;

/// <summary>A document of the repository. A block that cannot be run has its reason in a comment before it: <c>&lt;!-- not run: … --&gt;</c>.</summary>
internal sealed partial record Document(string Path, IReadOnlyList<CodeBlock> Blocks)
{
    /// <summary>README, contributing guide, the guide to deploying, everything in docs but the decisions, and the packages' own pages.</summary>
    public static IEnumerable<string> Paths() => ((string[])["README.md", "CONTRIBUTING.md", "deploy/README.md"])
        .Concat(Directory.EnumerateFiles(System.IO.Path.Combine(Repository.Root, "docs"), "*.md", SearchOption.AllDirectories)
            .Select(static f => System.IO.Path.GetRelativePath(Repository.Root, f).Replace('\\', '/')))
        .Where(static f => !f.StartsWith("docs/adr/", StringComparison.Ordinal))
        .Order(StringComparer.Ordinal);

    public static Document Read(string path)
    {
        var lines = File.ReadAllLines(System.IO.Path.Combine(Repository.Root, path));
        var blocks = new List<CodeBlock>();
        string? reason = null;
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                var end = Array.IndexOf(lines, "```", i + 1);
                Assert.True(end > i, $"{path}:{i + 1}: the block is not closed");
                blocks.Add(new(i + 1, lines[i][3..].Trim(), string.Join('\n', lines[(i + 1)..end]) + "\n", reason));
                (i, reason) = (end, null);
            }
            else if (NotRun().Match(lines[i]) is { Success: true } match)
                reason = match.Groups[1].Value;
            else if (lines[i].Trim().Length > 0)
                reason = null;
        }
        return new(path, blocks);
    }

    [GeneratedRegex(@"^<!-- not run: (\S.{8,}) -->$")]
    private static partial Regex NotRun();
}
