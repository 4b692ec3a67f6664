using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Muster.Grains;

namespace Muster.Silo.Tests;

/// <summary>The tokens' file, whoever wrote it, and the commands that change it.</summary>
public sealed class TokenFileTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-token-file-");

    private string Path => System.IO.Path.Combine(_directory.FullName, "tokens.json");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public void Refresh_OfABrokenFile_KeepsTheTokensThatWereKnown()
    {
        var token = Add("ada");
        using var registry = Registry("http://127.0.0.1:8080");
        foreach (var broken in new[] { "", "{", "null", "{\"version\":2,\"tokens\":[]}", "{\"version\":1}", "{\"version\":1,\"tokens\":[null]}", new string('[', 100_000) })
        {
            File.WriteAllText(Path, broken);
            registry.Refresh();
            Assert.Equal("ada", registry.Find(token).Caller?.Name);
        }
        File.Delete(Path);
        registry.Refresh();
        Assert.Equal("ada", registry.Find(token).Caller?.Name);
        Assert.False(registry.AllowsAnonymous);
    }

    // As a Secret is mounted: the file is a link, and what it leads to is another file after a change.
    [Fact]
    public void Refresh_OfALinkThatLeadsElsewhere_FollowsIt()
    {
        var first = Add("ada");
        var (before, after) = (Path + ".1", Path + ".2");
        File.Move(Path, before);
        var second = Add("bob");
        File.Move(Path, after);
        var data = Path + ".data";
        File.CreateSymbolicLink(data, before);
        File.CreateSymbolicLink(Path, data);
        using var registry = Registry("http://127.0.0.1:8080");
        Assert.NotNull(registry.Find(first).Caller);

        File.Delete(data);
        File.CreateSymbolicLink(data, after);
        registry.Refresh();

        Assert.Null(registry.Find(first).Caller);
        Assert.NotNull(registry.Find(second).Caller);
    }

    [Fact]
    public void Refresh_OfAFileThatAppears_EndsAnonymousAccess()
    {
        using var registry = Registry("http://127.0.0.1:8080");
        Assert.True(registry.AllowsAnonymous);
        var token = Add("ada");
        registry.Refresh();
        Assert.False(registry.AllowsAnonymous);
        Assert.NotNull(registry.Find(token).Caller);
    }

    [Theory]
    [InlineData("https://0.0.0.0:8443", AnonymousAccess.Loopback)]
    [InlineData("http://127.0.0.1:8080", AnonymousAccess.None)]
    public void Start_WithoutAGoodTokenWhereOneIsNeeded_SaysWhatToType(string listen, AnonymousAccess anonymous)
    {
        var problem = Assert.Throws<OptionsValidationException>(() => Registry(listen, anonymous));
        Assert.Contains("token create NAME --role admin", problem.Message, StringComparison.Ordinal);
        Add("old", TimeSpan.FromSeconds(-1));
        Assert.Throws<OptionsValidationException>(() => Registry(listen, anonymous));
        Add("ada");
        Registry(listen, anonymous).Dispose();
    }

    [Fact]
    public void Read_OfAFileThatOthersCanWrite_IsRefused()
    {
        if (OperatingSystem.IsWindows())
            return;
        Add("ada");
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
        File.SetUnixFileMode(Path, UnixFileMode.UserRead | UnixFileMode.OtherWrite);
        Assert.Throws<TokenFileException>(() => TokenFile.Read(Path));
    }

    [Fact]
    public async Task Command_Create_PrintsTheTokenAloneAndKeepsNoSecret()
    {
        var (code, output, notes) = await RunAsync("token", "create", "ci", "--role", "submit", "--queue", "training", "--expires", "1d");
        Assert.True(code == 0, notes);
        var token = output.TrimEnd('\n');
        Assert.True(TokenText.TryRead(token, out _, out _), output);
        Assert.Contains("shown this once", notes, StringComparison.Ordinal);
        Assert.DoesNotContain(token[^TokenText.SecretLength..], await File.ReadAllTextAsync(Path, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        var (_, list, _) = await RunAsync("token", "list");
        Assert.Contains("submit of training", list, StringComparison.Ordinal);
        Assert.DoesNotContain(token[^TokenText.SecretLength..], list, StringComparison.Ordinal);
        Assert.Equal(1, (await RunAsync("token", "create", "ci", "--role", "admin")).Code);
        Assert.Equal(0, (await RunAsync("token", "revoke", "ci")).Code);
        Assert.Empty(TokenFile.Read(Path)!.Tokens);
    }

    private string Add(string name, TimeSpan? lifetime = null)
    {
        var (token, id, hash) = TokenText.Create();
        TokenFile.Change(Path, list => TokenDesk.Add(list, new(name, id, hash, [Grant.Everything], Now, Now + (lifetime ?? TimeSpan.FromHours(1))), Now));
        return token;
    }

    private TokenRegistry Registry(string listen, AnonymousAccess anonymous = AnonymousAccess.Loopback) => new(
        Options.Create(new SiloSettings { Listen = listen, Data = _directory.FullName, Access = new() { Anonymous = anonymous } }),
        new QueueTree(Options.Create(new FleetOptions())), TimeProvider.System, NullLogger<TokenRegistry>.Instance);

    private async Task<(int Code, string Output, string Notes)> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in arguments.Prepend(System.IO.Path.Combine(AppContext.BaseDirectory, "Muster.Silo.dll")).Append($"--Muster:Data={_directory.FullName}"))
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, notes) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, await output, await notes);
    }
}
