using System.Runtime.CompilerServices;

namespace Contracts.Tests;

public class WireTests
{
    [Fact]
    public void Wire_AllThatTravels_IsAsApproved()
    {
        var file = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "Wire.approved.txt"));
        var actual = WireListing.Write();
        if (Environment.GetEnvironmentVariable("MUSTER_APPROVE") == "1")
            File.WriteAllText(file, actual);
        var (approved, found) = (Lines(File.ReadAllText(file)), Lines(actual));
        var gone = approved.Except(found).Select(l => "- " + l);
        var added = found.Except(approved).Select(l => "+ " + l);
        var difference = string.Join("\n", gone.Concat(added));
        Assert.True(difference.Length == 0 && approved.SequenceEqual(found),
            $"What travels between silos and into stores has changed:\n{difference}\n"
            + "Numbers and aliases that were released must keep their meaning; give new members new numbers. If the change is meant,\n"
            + "run these tests with MUSTER_APPROVE=1 and commit tests/Contracts.Tests/Wire.approved.txt with it.");
    }

    [Fact]
    public void Wire_EveryTypeThatTravels_HasAnAlias() => Assert.Empty(WireListing.WithoutAlias());

    // Each line with the type that it belongs to, so that a difference says where it is.
    private static List<string> Lines(string text)
    {
        var (lines, type) = (new List<string>(), "");
        foreach (var line in text.ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            type = line.StartsWith(' ') ? type : line;
            lines.Add(line.StartsWith(' ') ? $"{type}:{line}" : line);
        }
        return lines;
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
