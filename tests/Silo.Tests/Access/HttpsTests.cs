using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Muster.Silo.Tests;

/// <summary>A silo that serves https, with a certificate as an authority hands it out.</summary>
public sealed class HttpsTests : IDisposable
{
    private static readonly DateTimeOffset Now = TimeProvider.System.GetUtcNow();

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("muster-https-");

    private string CertificatePath => Path.Combine(_directory.FullName, "tls.crt");

    private string KeyPath => Path.Combine(_directory.FullName, "tls.key");

    public void Dispose() => _directory.Delete(recursive: true);

    [Fact]
    public async Task Serve_WithACertificateAndItsChain_IsTrustedByWhoKnowsTheRootAlone()
    {
        using var root = Authority("CN=root", null);
        using var between = Authority("CN=between", root);
        WriteServer(between);
        await using var app = Build($"--Muster:Certificate:Path={CertificatePath}", $"--Muster:Certificate:KeyPath={KeyPath}");
        await app.StartAsync(TestContext.Current.CancellationToken);
        using var http = Client(app, root);
        using var answer = await http.GetAsync(new Uri("v1/version", UriKind.Relative), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        using var other = Authority("CN=other", null);
        using var stranger = Client(app, other);
        await Assert.ThrowsAsync<HttpRequestException>(() => stranger.GetAsync(new Uri("v1/version", UriKind.Relative), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Start_WithACertificateThatIsNone_NamesItsFile()
    {
        await File.WriteAllTextAsync(CertificatePath, "no certificate", TestContext.Current.CancellationToken);
        await using var app = Build($"--Muster:Certificate:Path={CertificatePath}");
        var problem = await Assert.ThrowsAsync<OptionsValidationException>(() => app.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains($"Muster:Certificate ('{CertificatePath}'", problem.Message, StringComparison.Ordinal);
    }

    private WebApplication Build(params string[] settings) => MusterHost.Build(
        [$"--Muster:Listen=https://127.0.0.1:0", $"--Muster:Data={Path.Combine(_directory.FullName, "data")}", .. settings], static b => b.Logging.ClearProviders());

    private static HttpClient Client(WebApplication app, X509Certificate2 root)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.Add(root);
        return new HttpClient(new SocketsHttpHandler { SslOptions = { CertificateChainPolicy = policy } }) { BaseAddress = new Uri(app.Urls.Single()) };
    }

    private static X509Certificate2 Authority(string name, X509Certificate2? issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        if (issuer is null)
            return request.CreateSelfSigned(Now.AddHours(-1), Now.AddHours(2));
        using var bare = request.Create(issuer, Now.AddHours(-1), Now.AddHours(1), [2]);
        return bare.CopyWithPrivateKey(key);
    }

    private void WriteServer(X509Certificate2 issuer)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=silo", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var server = request.Create(issuer, Now.AddHours(-1), Now.AddMinutes(30), [3]);
        File.WriteAllText(CertificatePath, server.ExportCertificatePem() + "\n" + issuer.ExportCertificatePem() + "\n");
        File.WriteAllText(KeyPath, key.ExportPkcs8PrivateKeyPem());
    }
}
