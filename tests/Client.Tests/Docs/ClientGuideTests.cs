using System.Text.RegularExpressions;
using Muster.Client;
using Muster.Client.Testing;
using Muster.Contracts;

namespace Client.Tests;

public sealed partial class ClientGuideTests
{
    [Fact]
    public void Guide_EveryPieceOfCode_IsOfAProgramThatRuns()
    {
        var guide = File.ReadAllText(Path.Combine(Repository.Root, "docs", "client.md"));
        var programs = Directory.GetFiles(Path.Combine(Repository.Root, "examples", "dotnet"), "*.cs", SearchOption.AllDirectories)
            .Where(static f => !f.Contains("/obj/", StringComparison.Ordinal))
            .Append(Path.Combine(Repository.Root, "tests", "Client.Tests", "Docs", "GuideCode.cs"))
            .Select(static f => AtTheMargin(File.ReadAllText(f))).ToList();
        var pieces = Piece().Matches(guide).Select(static m => m.Groups[1].Value).ToList();
        Assert.True(pieces.Count >= 7, "the guide has lost its code");
        Assert.All(pieces, piece => Assert.True(programs.Any(p => p.Contains(AtTheMargin(piece), StringComparison.Ordinal)), "in no program:\n" + piece));
    }

    [Fact]
    public async Task Batch_OneJobIsRefused_TellsWhichAndWhy()
    {
        var muster = new FakeMusterClient();
        muster.FailNextCall(new OverloadedException("full"));
        var refused = await GuideCode.SweepAsync(muster);
        Assert.Equal("default/trial-0: full", Assert.Single(refused));
        Assert.Equal(2499, muster.Jobs.Length);
    }

    [Fact]
    public async Task ConditionalCancel_WaitingAndRunningJob_CancelsOnlyTheFormer()
    {
        var muster = new FakeMusterClient();
        var job = await muster.SubmitAsync(Samples.Job("a") with { Status = null }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await GuideCode.CancelIfStillWaitingAsync(muster, job.Id));
        Assert.Equal(JobState.Cancelled, muster.Jobs.Single().Status!.State);
        await GuideCode.TestCancelAsync();
    }

    // How far code is indented says nothing here.
    private static string AtTheMargin(string code) => Indent().Replace(code, "");

    [GeneratedRegex("```csharp\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Piece();

    [GeneratedRegex("^[ ]+", RegexOptions.Multiline)]
    private static partial Regex Indent();
}
