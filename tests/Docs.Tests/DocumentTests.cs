using System.Globalization;
using System.Text.RegularExpressions;
using Muster.Client;

namespace Muster.Docs.Tests;

/// <summary>What the documents tell people to type works as it is written there.</summary>
public sealed partial class DocumentTests
{
    public static TheoryData<string> Documents => [.. Document.Paths()];

    // Made from the command tree; its examples speak of files that readers have, and are parsed by a test beside that tree.
    private const string CommandReference = "docs/reference/cli.md";

    public static TheoryData<string> DocumentsToRun => [.. Document.Paths().Where(static p => p != CommandReference)];

    [Theory, MemberData(nameof(DocumentsToRun)), Trait("Category", "Slow")]
    public async Task Commands_OfADocument_EndAsItSays(string path)
    {
        var blocks = Document.Read(path).Blocks.Where(static b => b is { Language: "sh", NotRun: null }).ToArray();
        if (blocks.Length == 0)
            return;
        await using var silo = await DocSilo.StartAsync(TestContext.Current.CancellationToken);
        var (code, output) = await Shell.RunAsync(Script.Of(blocks), silo, TestContext.Current.CancellationToken);
        Assert.True(code == 0, $"{path} ended with {code.ToString(CultureInfo.InvariantCulture)}:\n{output}");
    }

    [Theory, MemberData(nameof(Documents))]
    public void Manifests_OfADocument_AreRead(string path)
    {
        foreach (var block in Document.Read(path).Blocks.Where(static b => b is { Language: "yaml", NotRun: null } && IsJob().IsMatch(b.Text)))
            Assert.NotEmpty(ManifestReader.Read(block.Text, $"{path}:{block.Line}"));
    }

    [Theory, MemberData(nameof(Documents))]
    public void Links_OfADocument_LeadSomewhere(string path)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, path));
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, path))!;
        foreach (Match link in Links().Matches(text))
        {
            var target = Path.Combine(folder, link.Groups[1].Value);
            Assert.True(File.Exists(target) || Directory.Exists(target), $"{path}: nothing is at {link.Groups[1].Value}");
        }
    }

    [Fact]
    public void Script_LineThatSaysHowItEnds_IsHeldToIt() =>
        Assert.EndsWith("ends_with 3 muster get job nobody\n", Script.Of([new(1, "sh", "muster get job nobody   # ends with 3: there is none\n", null)]), StringComparison.Ordinal);

    [GeneratedRegex(@"^apiVersion: muster\.dev/\S+\nkind: Job\n")]
    private static partial Regex IsJob();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Links();
}
