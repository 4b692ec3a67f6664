using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

/// <summary>
/// An API server over real HTTPS that keeps objects, their revisions and their history, and fails as it is told to. It has no
/// admission, no defaults, no garbage collection: whatever a real one can show is tested with a real one.
/// </summary>
internal sealed partial class FakeApiServer : IAsyncDisposable
{
    private readonly WebApplication _host;
    private readonly X509Certificate2 _certificate;
    private readonly ConcurrentDictionary<string, (long Revision, List<string> Items)> _continues = new();
    private CancellationTokenSource _cut = new();
    private CancellationTokenSource _end = new();
    private CancellationTokenSource _freeze = new();
    private int _listing;

    private FakeApiServer(WebApplication host, X509Certificate2 certificate) => (_host, _certificate) = (host, certificate);

    public FakeStore Store { get; } = new();

    public FakeFaults Faults { get; } = new();

    public Uri Server => new(_host.Urls.First());

    /// <summary>Lets in as well, and never sees a fault.</summary>
    public ClusterAccess Admin => Access with { Token = "admin" };

    public ClusterAccess Access => new() { Server = Server, CertificateAuthority = _certificate.ExportCertificatePem(), Token = "fake" };

    /// <summary>Lists begun, watches opened, and the most lists at a time so far.</summary>
    public int Lists, Watches, MostLists;

    /// <summary>Watches that are open now, and bookmarks sent so far.</summary>
    public int OpenWatches, Bookmarked;

    /// <summary>How long a page takes.</summary>
    public Task PageHold { get; set; } = Task.CompletedTask;

    public static async Task<FakeApiServer> StartAsync()
    {
        var certificate = Certificate();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(k => k.Listen(IPAddress.Loopback, 0, l => l.UseHttps(certificate)));
        var host = builder.Build();
        var server = new FakeApiServer(host, certificate);
        host.Run(server.AnswerAsync);
        await host.StartAsync();
        return server;
    }

    /// <summary>Breaks the connection of every watch.</summary>
    public void CutWatches() => Interlocked.Exchange(ref _cut, new CancellationTokenSource()).Cancel();

    /// <summary>Ends every watch in good order, as a server that is about to restart does.</summary>
    public void EndWatches() => Interlocked.Exchange(ref _end, new CancellationTokenSource()).Cancel();

    /// <summary>Every watch that is open stays so, and never says anything again.</summary>
    public void FreezeWatches() => Interlocked.Exchange(ref _freeze, new CancellationTokenSource()).Cancel();

    public async ValueTask DisposeAsync()
    {
        CutWatches();
        await _host.DisposeAsync();
        _certificate.Dispose();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        var target = FakeTarget.Parse(context.Request.Path);
        if (target is null)
            await RefuseAsync(context, HttpStatusCode.NotFound, "NotFound");
        else if (FaultsOf(context).TakeStatus(nameof(FakeFaults.RefuseAll)) is { } status)
            await RefuseAsync(context, status, $"{status}");
        else if (!HttpMethods.IsGet(context.Request.Method))
            await WriteAsync(context, target);
        else if (target.Name is not null)
            await ReadAsync(context, target);
        else if (context.Request.Query["watch"] == "true")
            await WatchAsync(context, target);
        else
            await ListAsync(context, target);
    }

    private FakeFaults FaultsOf(HttpContext context) => context.Request.Headers.Authorization == "Bearer admin" ? new FakeFaults() : Faults;

    private static async Task RefuseAsync(HttpContext context, HttpStatusCode status, string reason)
    {
        context.Response.StatusCode = (int)status;
        context.Response.ContentType = "application/json";
        if (status == HttpStatusCode.TooManyRequests)
            context.Response.Headers.RetryAfter = "1";
        await context.Response.WriteAsync(StatusOf(status, reason));
    }

    private static string StatusOf(HttpStatusCode status, string reason) =>
        $$"""{"kind":"Status","apiVersion":"v1","status":"Failure","reason":"{{reason}}","message":"as the test asked","code":{{(int)status}}}""";

    private static X509Certificate2 Certificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=fake-api-server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], false));
        using var made = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(made.Export(X509ContentType.Pfx), null);
    }
}
