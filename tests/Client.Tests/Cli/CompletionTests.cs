using System.Diagnostics;
using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

public sealed class CompletionTests : IDisposable
{
    private readonly Transcript _cli = new();

    public void Dispose() => _cli.Dispose();

    [Theory]
    [InlineData("sub", "submit")]
    [InlineData("get no", "nodes")]
    [InlineData("get jobs tr", "train")]
    [InlineData("get j tr", "train")]
    [InlineData("get jobs -n research ", "sweep-1")]
    [InlineData("get jobs -A --state Fa", "Failed")]
    [InlineData("get jobs --state=Fa", "--state=Failed")]
    [InlineData("get jobs -q ", "research training sweeps")]
    [InlineData("get jobs --queue=tr", "--queue=training")]
    [InlineData("get jobs -o j", "json jsonpath=")]
    [InlineData("explain job/b", "job/big-gang")]
    [InlineData("cancel research/", "research/sweep-1")]
    [InlineData("describe cluster ", "east west")]
    [InlineData("cluster rem", "remove")]
    [InlineData("cluster accept ", "east west")]
    [InlineData("describe node east/", "east/node-1 east/node-2")]
    [InlineData("describe node --cluster east node-1", "node-1")]
    [InlineData("cordon cl", "cluster/east cluster/west")]
    [InlineData("uncordon node/", "node/east/node-1 node/east/node-2")]
    [InlineData("get jobs --all", "--all-namespaces")]
    [InlineData("get jobs --all-namespaces --all", "")]
    [InlineData("get jobs --con", "--context")]
    [InlineData("--context ", "lab prod")]
    [InlineData("config use-context p", "prod")]
    [InlineData("submit --dry-run=s", "--dry-run=server")]
    [InlineData("wait train --for=state=Ru", "--for=state=Running")]
    [InlineData("frobnicate ", "")]
    [InlineData("wait -- tr", "train")]
    public async Task Complete_Words_ProposesWhatFits(string words, string expected)
    {
        await _cli.Run("config", "set-context", "lab");
        await _cli.Run("config", "set-context", "prod");
        var (code, output, error) = await _cli.Run(["__complete", "--", .. words.Split(' ')]);
        Assert.Equal((0, ""), (code, error));
        Assert.Equal(expected, string.Join(' ', output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split('\t')[0])));
    }

    [Fact]
    public async Task Complete_NoSilo_SaysNothing()
    {
        _cli.Silo.Failing("GET /v1/jobs", new LedgerUnavailableException("later"));
        Assert.Equal((0, "", ""), await _cli.Run("__complete", "--", "explain", ""));
        _cli.Silo.Failing("GET /v1/queues", new ApiException(401, "Unauthenticated", "who?"));
        Assert.Equal((0, "", ""), await _cli.Run("__complete", "--", "get", "queues", ""));
    }

    [Fact]
    public async Task Complete_Root_ExplainsEachCommand()
    {
        await _cli.Run("__complete", "--", "");
        await _cli.Run("__complete", "--", "get", "jobs", "--");
        _cli.Check("complete");
    }

    [Theory]
    [InlineData("bash")]
    [InlineData("zsh")]
    [InlineData("fish")]
    [InlineData("powershell")]
    public async Task Completion_Shell_SaysHowToInstallAndAsksMuster(string shell)
    {
        var (code, script, _) = await _cli.Run("completion", shell);
        Assert.Equal(0, code);
        Assert.Contains($"muster completion {shell}", script, StringComparison.Ordinal);
        Assert.Contains("__complete", script, StringComparison.Ordinal);
    }

    // The words are what bash makes of a line: it parts words at '=' and ':'.
    [Theory]
    [InlineData("muster get jo", "jobs")]
    [InlineData("muster get jobs --state = Ru", "Running")]
    [InlineData("muster get jobs --state =", "Running Queued")]
    [InlineData("muster wait a --for = state = Ru", "Running")]
    [InlineData("muster explain job/", "job/train")]
    [InlineData("muster none ", "")]
    public async Task Completion_Bash_FillsCompReply(string words, string expected)
    {
        if (OperatingSystem.IsWindows())
            return;
        var (_, script, _) = await _cli.Run("completion", "bash");
        var folder = Directory.CreateDirectory(Path.Combine(_cli.Home, "bin")).FullName;
        var fake = Path.Combine(folder, "muster");
        await File.WriteAllTextAsync(fake, """
            #!/bin/bash
            [ "$1 $2" = "__complete --" ] || exit 1
            shift 2
            printf '%s\n' "$*" >> "$0.asked"
            case "$*" in
              "get jo") printf 'jobs\tShow jobs.\n' ;;
              "get jobs --state=Ru") printf -- '--state=Running\n' ;;
              "get jobs --state=") printf -- '--state=Running\n--state=Queued\n' ;;
              "wait a --for=state=Ru") printf -- '--for=state=Running\n' ;;
              "explain job/") printf 'job/train\n' ;;
            esac
            """.ReplaceLineEndings("\n"), TestContext.Current.CancellationToken);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(fake, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllTextAsync(Path.Combine(_cli.Home, "script.bash"), script, TestContext.Current.CancellationToken);
        var list = string.Join(' ', words.Split(' ').Select(w => $"'{w}'"));
        var drive = $"source {_cli.Home}/script.bash; COMP_WORDS=({list}); COMP_CWORD=$((${{#COMP_WORDS[@]}}-1)); _muster_complete; echo \"${{COMPREPLY[*]}}\"; complete -p muster";
        var output = await RunBash(drive, folder);
        Assert.Equal($"{expected}\ncomplete -F _muster_complete muster\n", output);
    }

    private static async Task<string> RunBash(string command, string folder)
    {
        var start = new ProcessStartInfo("bash") { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add("--norc");
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(command);
        start.Environment["PATH"] = $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await bash.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await bash.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal("", error);
        return await output;
    }
}
