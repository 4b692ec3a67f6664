using Muster.Cli;

namespace Client.Tests;

public sealed class ProcessWorldTests
{
    [Theory]
    [InlineData("/usr/bin/kubectl-muster", true)]
    [InlineData("kubectl-muster.exe", true)]
    [InlineData("/usr/bin/muster", false)]
    [InlineData(null, false)]
    public void IsPluginName_FirstWord_TellsHowItWasCalled(string? path, bool expected) => Assert.Equal(expected, ProcessWorld.IsPluginName(path));

    [Theory]
    [InlineData("", "xterm", true)]
    [InlineData("1", "xterm", false)]
    [InlineData("", "dumb", false)]
    public void MayColour_Environment_IsHonoured(string noColor, string term, bool expected) =>
        Assert.Equal(expected, ProcessWorld.MayColour(name => name switch { "NO_COLOR" => noColor, "TERM" => term, _ => null }));

    [Theory]
    [InlineData("a b", "'a b'")]
    [InlineData("it's", "'it'\\''s'")]
    [InlineData("", "''")]
    [InlineData("jobs/a.yaml", "jobs/a.yaml")]
    public void Quote_Word_IsOneToAShell(string word, string expected) => Assert.Equal(expected, ShellWord.Quote(word));
}
