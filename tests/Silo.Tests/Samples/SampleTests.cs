using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Muster.Silo.Tests;

/// <summary>The samples of the client, as a user runs them, against a silo.</summary>
[Trait("Category", "Slow")]
public sealed class SampleTests(ApiSilo silo)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private string Address => silo.Http.BaseAddress!.ToString();

    [Fact]
    public async Task Minimal_Gang_IsFollowedToItsEnd()
    {
        using var sample = Start("Minimal", Address);
        var output = await EndAsync(sample);
        Assert.Contains("is on record", output, StringComparison.Ordinal);
        Assert.Contains("Starting -> Running", output, StringComparison.Ordinal);
        Assert.EndsWith("Succeeded on east", output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Worker_NightlyRun_IsSubmittedOnceAndEnds()
    {
        for (var start = 0; start < 2; start++)
        {
            using var sample = Start("Worker", $"--ConnectionStrings:muster={Address}");
            Assert.Contains("ended: Succeeded", await EndAsync(sample), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Watch_FromTheBeginning_PrintsWhatHappened()
    {
        using var sample = Start("Watch", Address, "0");
        using var patience = new CancellationTokenSource(Patience);
        Assert.Matches("^[0-9]+ [a-z0-9-]+/[a-z0-9-]+: .*-> ", await sample.StandardOutput.ReadLineAsync(patience.Token) ?? "");
        sample.Kill();
        await sample.WaitForExitAsync(patience.Token);
    }

    private static async Task<string> EndAsync(Process sample)
    {
        using var patience = new CancellationTokenSource(Patience);
        var output = await sample.StandardOutput.ReadToEndAsync(patience.Token);
        await sample.WaitForExitAsync(patience.Token);
        Assert.True(sample.ExitCode == 0, output);
        return output;
    }

    private static Process Start(string name, params string[] arguments) =>
        Process.Start(new ProcessStartInfo("dotnet", [Built(name), .. arguments]) { RedirectStandardOutput = true })!;

    // Beside its sources, built like these tests.
    private static string Built(string name, [CallerFilePath] string here = "")
    {
        var root = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", ".."));
        var output = AppContext.BaseDirectory.TrimEnd('/').Split("/bin/")[^1];
        return Path.Combine(root, "examples", "dotnet", name, "bin", output, $"{name}.dll");
    }
}
