using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>A server that answers as a test tells it to, over TLS with a certificate of the test's own.</summary>
internal sealed class TestApi : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestApi(WebApplication app) => _app = app;

    /// <summary>Authority of its certificate, unless the test took another.</summary>
    public TestAuthority Authority { get; private init; } = null!;

    /// <summary>What was asked, in order: method, path and protocol.</summary>
    public ConcurrentQueue<string> Requests { get; } = [];

    /// <summary>The names that were asked for when connections were made (SNI).</summary>
    public ConcurrentQueue<string?> Names { get; } = [];

    public int Port { get; private set; }

    public ClusterAccess Access => new() { Server = new Uri($"https://127.0.0.1:{Port}/"), CertificateAuthority = Authority.Pem, Token = "first-token" };

    public static async Task<TestApi> StartAsync(RequestDelegate answer, X509Certificate2? certificate = null, TestAuthority? authority = null)
    {
        var issuer = authority ?? new TestAuthority();
        var shown = certificate ?? issuer.Server("127.0.0.1", "localhost");
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        TestApi? api = null;
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
            {
                https.ServerCertificateSelector = (_, name) =>
                {
                    api!.Names.Enqueue(name);
                    return shown;
                };
                https.ClientCertificateMode = ClientCertificateMode.AllowCertificate;
                https.AllowAnyClientCertificate();
            }));
        });
        var app = builder.Build();
        api = new TestApi(app) { Authority = issuer };
        app.Run(async context =>
        {
            api.Requests.Enqueue($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Protocol}");
            await answer(context);
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        api.Port = new Uri(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single()).Port;
        return api;
    }

    public ApiServer Client(ClusterAccess? access = null, ApiServerOptions? options = null) => Client(new FixedCredentials(access ?? Access), options);

    public static ApiServer Client(IClusterCredentials credentials, ApiServerOptions? options = null, ILogger? logger = null) =>
        new(credentials, options ?? Loopback, TimeProvider.System, logger ?? Microsoft.Extensions.Logging.Abstractions.NullLogger.Instance);

    public static ApiServerOptions Loopback { get; } = new() { Addresses = new AddressRules { AllowLoopback = true } };

    /// <summary>Answers with a Kubernetes Status.</summary>
    public static Task StatusAsync(HttpContext context, int code, string reason, string message, string cause = "")
    {
        context.Response.StatusCode = code;
        object details = cause.Length > 0 ? new { name = "a", causes = new[] { new { reason = cause } } } : new { name = "a" };
        return context.Response.WriteAsJsonAsync(new { kind = "Status", apiVersion = "v1", status = "Failure", code, reason, message, details });
    }

    public static Task OkAsync(HttpContext context, string json = "{}")
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>Says nothing until the caller leaves.</summary>
    public static async Task HangAsync(HttpContext context)
    {
        var left = new TaskCompletionSource();
        await using var watch = context.RequestAborted.Register(() => left.TrySetResult());
        await left.Task;
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}
