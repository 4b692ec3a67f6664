using System.Text.RegularExpressions;

namespace Client.Tests;

public sealed partial class ClientGuideTests
{
    [Fact]
    public void Guide_EveryPieceOfCode_IsOfASampleThatRuns()
    {
        var root = Repository.Root;
        var guide = File.ReadAllText(Path.Combine(root, "docs", "client.md"));
        var samples = Directory.GetFiles(Path.Combine(root, "examples", "dotnet"), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var pieces = Piece().Matches(guide).Select(static m => m.Groups[1].Value).ToList();
        Assert.True(pieces.Count >= 4, "the guide has lost its code");
        Assert.All(pieces, piece => Assert.True(samples.Any(s => s.Contains(piece, StringComparison.Ordinal)), "in no sample:\n" + piece));
    }

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Piece();
}
