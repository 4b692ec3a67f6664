using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Client;
using Muster.Contracts;
using Muster.Kubernetes;

namespace Muster.Silo.Tests;

/// <summary>A silo whose real clusters are imitations: what a check finds is what the test says, and the way to each costs nothing.</summary>
internal sealed class RegisteringSilo : IClusterProbe, IGatewayOpener, IAsyncDisposable
{
    public const string Secret = "s3cret-t0ken-of-east";

    private readonly DirectoryInfo _directory;
    private string[] _settings;

    private RegisteringSilo(DirectoryInfo directory, string[] settings) => (_directory, _settings) = (directory, settings);

    public static string Authority { get; } = MakeAuthority();

    public string Data => _directory.FullName;

    public WebApplication App { get; private set; } = null!;

    public MusterClient Client { get; private set; } = null!;

    /// <summary>What is found by a check; by the host of the address.</summary>
    public ConcurrentDictionary<string, ClusterCheck> Found { get; } = new();

    /// <summary>Every line that was logged.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    /// <summary>What each opened way was let in with.</summary>
    public ConcurrentDictionary<string, IClusterCredentials> Opened { get; } = new();

    public static async Task<RegisteringSilo> StartAsync(params string[] settings)
    {
        var silo = new RegisteringSilo(Directory.CreateTempSubdirectory("muster-registry-"), settings);
        await silo.StartAsync();
        return silo;
    }

    public static ClusterAccess Access(string host = "east.example.com", string token = Secret) =>
        new() { Server = new Uri($"https://{host}:6443/"), CertificateAuthority = Authority, Token = token };

    /// <summary>Ends it and starts it again, with more settings, which win.</summary>
    public async Task RestartAsync(params string[] settings)
    {
        await StopAsync();
        _settings = [.. _settings, .. settings];
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _directory.Delete(recursive: true);
    }

    public Task<ClusterCheck> CheckAsync(IClusterCredentials credentials, IReadOnlyCollection<string> namespaces, CancellationToken cancellationToken) =>
        Task.FromResult(Found.GetValueOrDefault(credentials.Current.Server.Host) ?? new ClusterCheck { Reachable = true });

    public IClusterGateway Open(ClusterName cluster, IClusterCredentials credentials, string? pinnedUid)
    {
        Opened[cluster.Value] = credentials;
        return new NullGateway(cluster.Value, 2);
    }

    private async Task StartAsync()
    {
        App = MusterHost.Build(["--Muster:Listen=http://127.0.0.1:0", $"--Muster:Data={Data}", "--Muster:MemberClusters:HeartbeatInterval=00:00:00.050", .. _settings], builder =>
        {
            builder.Logging.ClearProviders().AddProvider(new Lines(Log)).SetMinimumLevel(LogLevel.Trace);
            builder.Services.AddSingleton<IClusterProbe>(this).AddSingleton<IGatewayOpener>(this);
        });
        App.OpenStores();
        await App.StartAsync();
        Client = new MusterClient(new MusterClientOptions { Address = new Uri(App.Urls.Single()), Retry = RetryOptions.None });
    }

    private async Task StopAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
    }

    private static string MakeAuthority()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=test", key, HashAlgorithmName.SHA256).CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return certificate.ExportCertificatePem();
    }

    private sealed class Lines(ConcurrentQueue<string> lines) : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}
