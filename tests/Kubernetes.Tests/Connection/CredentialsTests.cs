using Microsoft.Extensions.Logging.Abstractions;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class CredentialsTests : IDisposable
{
    private readonly HandClock _clock = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("muster-credentials-");

    private string Kubeconfig => Path.Combine(_folder.FullName, "kubeconfig");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Current_FileRewritten_IsNoticedAfterASecond()
    {
        var credentials = Open("first");
        File.WriteAllText(Kubeconfig, "second!");
        Assert.Equal("first", credentials.Current.Token);

        _clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal("second!", credentials.Current.Token);
    }

    [Fact]
    public async Task RefreshAsync_FileRewritten_IsReadAtOnce()
    {
        var credentials = Open("first");
        await File.WriteAllTextAsync(Kubeconfig, "other", TestContext.Current.CancellationToken);

        Assert.True(await credentials.RefreshAsync());
        Assert.Equal("other", credentials.Current.Token);
        Assert.False(await credentials.RefreshAsync());
    }

    [Theory]
    [InlineData("broken")]
    [InlineData(null)]
    public async Task RefreshAsync_FileBrokenOrGone_KeepsWhatWasRead(string? content)
    {
        var credentials = Open("first");
        if (content is null)
            File.Delete(Kubeconfig);
        else
            await File.WriteAllTextAsync(Kubeconfig, content, TestContext.Current.CancellationToken);

        Assert.False(await credentials.RefreshAsync());
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("first", credentials.Current.Token);
        await File.WriteAllTextAsync(Kubeconfig, "mended", TestContext.Current.CancellationToken);
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Equal("mended", credentials.Current.Token);
    }

    [Fact]
    public void Open_FileTooLarge_IsRefused()
    {
        File.WriteAllText(Kubeconfig, new string('x', 256 * 1024 + 1));

        Assert.Throws<IOException>(() => FileCredentials.Open(Kubeconfig, Read, _clock, NullLogger.Instance));
    }

    [Fact]
    public void Open_EndlessFile_IsRefused() => Assert.Throws<IOException>(() => FileCredentials.Open("/dev/zero", Read, _clock, NullLogger.Instance));

    [Fact]
    public void Current_FileUnchanged_IsNotReadAgain()
    {
        var reads = 0;
        File.WriteAllText(Kubeconfig, "first");
        var credentials = FileCredentials.Open(Kubeconfig, text =>
        {
            reads++;
            return Read(text);
        }, _clock, NullLogger.Instance);

        for (var i = 0; i < 100; i++)
        {
            _clock.Advance(TimeSpan.FromSeconds(2));
            _ = credentials.Current;
        }

        Assert.Equal(1, reads);
    }

    [Fact]
    public async Task Current_ServiceAccountRotated_IsReadEveryMinuteAndWhenRefused()
    {
        WriteAccount("first\n");
        var credentials = InClusterCredentials.Open(new Uri("https://10.96.0.1:443/"), _folder.FullName, _clock, NullLogger.Instance);
        WriteAccount("second");
        _clock.Advance(TimeSpan.FromSeconds(59));
        Assert.Equal("first", credentials.Current.Token);

        _clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("second", credentials.Current.Token);
        WriteAccount("third");
        Assert.True(await credentials.RefreshAsync());
        Assert.Equal("third", credentials.Current.Token);
        WriteAccount("");
        Assert.False(await credentials.RefreshAsync());
        Assert.Equal("third", credentials.Current.Token);
    }

    [Theory]
    [InlineData("10.96.0.1", "443", "https://10.96.0.1/")]
    [InlineData("fd00::1", "6443", "https://[fd00::1]:6443/")]
    public void ServerOfEnvironment_HostAndPort_AreAnAddress(string host, string port, string server) =>
        Assert.Equal(server, InClusterCredentials.ServerOfEnvironment(name => name == "KUBERNETES_SERVICE_HOST" ? host : port).ToString());

    [Fact]
    public void ServerOfEnvironment_NoPod_SaysSo() =>
        Assert.Contains("no pod", Assert.Throws<IOException>(() => InClusterCredentials.ServerOfEnvironment(static _ => null)).Message, StringComparison.Ordinal);

    [Fact]
    public void Problems_Defaults_AreNone() => Assert.Empty(new KubernetesOptions().Problems());

    [Fact]
    public void Problems_OutOfBounds_AreNamedWithBounds()
    {
        var options = new KubernetesOptions
        {
            Origin = "not a label", MaxConcurrency = 0, RequestsPerSecond = -1, Burst = 0, CallTimeout = TimeSpan.Zero, WatchIdle = TimeSpan.FromDays(1), ServiceAccount = "A B",
            AllowedNetworks = { "10.0.0.0/8", "10.0.0.0/40" },
        };

        Assert.Equal(["Origin", "ServiceAccount", "MaxConcurrency", "RequestsPerSecond", "Burst", "CallTimeout", "WatchIdle", "AllowedNetworks"], options.Problems().Select(static p => p.Split(' ')[0]));
    }

    private FileCredentials Open(string content)
    {
        File.WriteAllText(Kubeconfig, content);
        return FileCredentials.Open(Kubeconfig, Read, _clock, NullLogger.Instance);
    }

    private void WriteAccount(string token)
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "token"), token);
        File.WriteAllText(Path.Combine(_folder.FullName, "ca.crt"), new TestAuthority().Pem);
    }

    private static ClusterAccess Read(string text) => text == "broken" ? throw new InvalidRequestException("kubeconfig", "it is broken", "mend it") : new ClusterAccess { Token = text };

    private sealed class HandClock : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public void Advance(TimeSpan time) => _ticks += time.Ticks;

        public override long GetTimestamp() => _ticks;
    }
}
