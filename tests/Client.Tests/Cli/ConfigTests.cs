using Muster.Cli;

namespace Client.Tests;

public sealed class ConfigTests : IDisposable
{
    private readonly Transcript _cli = new();

    public void Dispose() => _cli.Dispose();

    [Fact]
    public async Task Config_Life_IsAsApproved()
    {
        await _cli.Run("config", "get-contexts");
        await _cli.Run("config", "current-context");
        await _cli.Run("config", "set-context", "prod", "--server", "https://muster.example.com", "-n", "research", "-q", "training");
        _cli.Input = "mst_1_secret\n";
        await _cli.Run("config", "set-context", "prod", "--token", "-");
        await _cli.Run("config", "set-context", "lab", "--server", "http://lab:8080", "--token-file", "/etc/muster/token");
        await _cli.Run("config", "get-contexts");
        await _cli.Run("config", "use-context", "lba");
        await _cli.Run("config", "use-context", "lab");
        await _cli.Run("config", "current-context");
        await _cli.Run("config", "view");
        await _cli.Run("config", "view", "-o", "jsonpath={.contexts[*].server}");
        await _cli.Run("config", "set-context", "Bad Name");
        await _cli.Run("config", "set-context", "lab", "--token", "a", "--token-file", "b");
        await _cli.Run("config", "delete-context", "lab");
        await _cli.Run("config", "get-contexts", "-o", "name");
        _cli.Check("config");
        Assert.Contains("token: mst_1_secret", await File.ReadAllTextAsync(_cli.ConfigPath, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_cli.ConfigPath));
        Assert.Equal(["config.yaml"], Directory.GetFiles(_cli.Home).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Context_Used_GivesServerTokenNamespaceAndQueue()
    {
        await _cli.Run("config", "set-context", "prod", "--server", "http://prod:1", "--token", "mst_1_a", "-n", "research", "-q", "training");
        await _cli.Run("get", "jobs");
        Assert.Equal("GET /v1/jobs?limit=500&namespace=research", _cli.Silo.Requests.Last().Replace("after=0&", "", StringComparison.Ordinal));
        Assert.Equal("Bearer mst_1_a", _cli.Silo.LastAuthorization);
        _cli.Input = "apiVersion: muster.dev/v1alpha1\nkind: Job\nmetadata: {name: a}\nspec: {podSets: [{template: {spec: {containers: [{}]}}}]}\n";
        await _cli.Run("submit", "-f", "-");
        Assert.Contains("\"queue\":\"training\"", _cli.Silo.LastBody, StringComparison.Ordinal);
        await _cli.Run("get", "jobs", "-s", "http://other:1");
        Assert.Null(_cli.Silo.LastAuthorization);
    }

    [Theory]
    [InlineData("contexts:\n- name: a\n  sever: http://x\n", ":3:3: 'sever' is not known; did you mean server?")]
    [InlineData("contexts:\n- name: a\n- name: a\n", ":3:3: there are two contexts 'a'; keep one of them")]
    [InlineData("contexts:\n- server: http://x\n", ":2:3: name: the context has none; write one")]
    [InlineData("currentContext: b\ncontexts:\n- name: a\n", ":1:17: currentContext: there is no context 'b'; known: a")]
    [InlineData("contexts:\n- name: a\n  server: x\n", ":2:3: server: 'x' is no address; write http://host:port")]
    [InlineData("contexts:\n- name: a\n  token: t\n  tokenFile: f\n", ":2:3: token, tokenFile: keep one of them")]
    [InlineData("contexts: {a: b}\n", ":1:11: contexts: write a list, each beginning with '- name: …'")]
    [InlineData("contexts:\n- name: [a]\n", ":2:9: name: write a plain text")]
    [InlineData("contexts: &a []\nkind: *a\n", ":2:7: kind: write a plain text")]
    [InlineData("kind: Pod\n", ":1:7: kind: 'Pod' is not known; write Config")]
    [InlineData("kind: Config\nkind: Config\n", ":2:1: 'kind' is here twice; keep one of them")]
    [InlineData("[a]\n", ":1:1: the configuration is no mapping; write fields: apiVersion, kind, currentContext, contexts")]
    [InlineData("kind: Config\n---\nkind: Config\n", ":2:1: there is a second document; keep one")]
    public async Task Read_BrokenFile_NamesFileAndLine(string text, string error)
    {
        await File.WriteAllTextAsync(_cli.ConfigPath, text, TestContext.Current.CancellationToken);
        var (code, _, message) = await _cli.Run("get", "jobs");
        Assert.Equal((1, $"error: {_cli.ConfigPath}{error}\n"), (code, message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing\n")]
    [InlineData("contexts:\n")]
    [InlineData("kind: Config\ncontexts: []\n")]
    public void Read_FileThatSaysNothing_IsEmpty(string text) => Assert.Empty(new ConfigReader("f", text).Read().Contexts);

    [Fact]
    public void Read_WhatWasWritten_IsTheSame()
    {
        var config = new CliConfig("a", [new ConfigContext("a") { Server = "http://x", Token = "'\"#:{", Namespace = "n", Queue = "q" }, new ConfigContext("b.c") { TokenFile = "/a b/ü" }]);
        var again = new ConfigReader("f", ConfigText.Of(config, redacted: false)).Read();
        Assert.Equal(config.Contexts.AsEnumerable(), again.Contexts);
        Assert.Equal("a", again.Current);
    }

    [Fact]
    public void Read_AnyText_NeverFailsOtherwise()
    {
        const string Alphabet = "abc:- \n#&*!|>'\"%@{}[]?,~\t";
        var random = new Random(11);
        for (var i = 0; i < 5_000; i++)
            try
            {
                new ConfigReader("f", new string([.. Enumerable.Range(0, random.Next(1, 40)).Select(_ => Alphabet[random.Next(Alphabet.Length)])])).Read();
            }
            catch (ConfigException)
            {
                // refused, with a place
            }
    }

    [Fact]
    public async Task Read_TokensThatOthersCanRead_AreWarnedOf()
    {
        if (OperatingSystem.IsWindows())
            return;
        await _cli.Run("config", "set-context", "a", "--token", "mst_1_a");
        Assert.Equal((0, "a\n", ""), await _cli.Run("config", "current-context"));
        File.SetUnixFileMode(_cli.ConfigPath, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);
        Assert.Equal((0, "a\n", $"warning: {_cli.ConfigPath} holds tokens, and others can read it: chmod 600 {_cli.ConfigPath}\n"), await _cli.Run("config", "current-context"));
    }

    [Fact]
    public void Write_ThroughALink_ReplacesWhatItPointsAt()
    {
        var (target, link) = (Path.Combine(_cli.Home, "real.yaml"), Path.Combine(_cli.Home, "link.yaml"));
        File.WriteAllText(target, "");
        File.CreateSymbolicLink(link, target);
        ConfigFile.Write(link, new CliConfig(null, [new ConfigContext("a")]));
        Assert.Equal(target, File.ResolveLinkTarget(link, returnFinalTarget: true)?.FullName);
        Assert.Equal("a", ConfigFile.Read(link).Contexts.Single().Name);
    }

    [Fact]
    public void Read_LargeFile_IsRefused()
    {
        File.WriteAllText(_cli.ConfigPath, new string('#', ConfigFile.MaxBytes + 1));
        Assert.Contains("larger than", Assert.Throws<ConfigException>(() => ConfigFile.Read(_cli.ConfigPath)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/c", "/x", "/h", "/c")]
    [InlineData("", "/x", "/h", "/x/muster/config.yaml")]
    [InlineData("", "relative", "/h", "/h/.config/muster/config.yaml")]
    [InlineData("", "", "/h", "/h/.config/muster/config.yaml")]
    [InlineData("", "", "", null)]
    public void PathOf_Environment_DecidesWhere(string config, string xdg, string home, string? expected) =>
        Assert.Equal(expected, ConfigFile.PathOf(name => name switch { "MUSTER_CONFIG" => config, "XDG_CONFIG_HOME" => xdg, "HOME" => home, _ => null }));
}
