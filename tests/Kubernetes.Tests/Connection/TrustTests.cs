using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Http;
using Muster.Contracts;

namespace Muster.Kubernetes.Tests;

public sealed class TrustTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetAsync_ServerOfTheClustersAuthority_AnswersOverHttp2()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client();

        await client.GetAsync("/version", TestJson.Default.JsonElement, Cancel);

        Assert.Equal(["GET /version HTTP/2"], api.Requests);
    }

    [Fact]
    public async Task GetAsync_ServerOfAnotherAuthority_IsRefusedBeforeAnythingIsSent()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client(api.Access with { CertificateAuthority = new TestAuthority().Pem });

        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Contains("certificate-authority-data", error.Message, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task GetAsync_NoAuthorityAtAll_IsRefused()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client(api.Access with { CertificateAuthority = "" });

        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Empty(api.Requests);
    }

    [Theory]
    [InlineData("10.0.0.1")]
    [InlineData("kubernetes.default.svc")]
    public async Task GetAsync_CertificateForAnotherName_IsRefused(string name)
    {
        var authority = new TestAuthority();
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context), authority.Server(name), authority);
        using var client = api.Client();

        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Contains("tls-server-name", error.Message, StringComparison.Ordinal);
        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task GetAsync_NameOnlyAsCommonName_IsRefused()
    {
        var authority = new TestAuthority();
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context), authority.ServerByCommonName("localhost"), authority);
        using var client = api.Client(api.Access with { Server = new Uri($"https://localhost:{api.Port}/") });

        await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task GetAsync_ClientsCertificateAsServers_IsRefused()
    {
        var authority = new TestAuthority();
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context), authority.Client("localhost"), authority);
        using var client = api.Client();

        await Assert.ThrowsAnyAsync<Exception>(() => client.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Empty(api.Requests);
    }

    [Fact]
    public async Task GetAsync_TlsServerName_IsAskedForAndChecked()
    {
        var authority = new TestAuthority();
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context), authority.Server("kubernetes.default.svc"), authority);
        using var right = api.Client(api.Access with { TlsServerName = "kubernetes.default.svc" });
        using var wrong = api.Client(api.Access with { TlsServerName = "kubernetes.other.svc" });

        await right.GetAsync("/version", TestJson.Default.JsonElement, Cancel);
        await Assert.ThrowsAsync<ClusterUnreachableException>(() => wrong.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Equal(["kubernetes.default.svc", "kubernetes.other.svc"], api.Names);
        Assert.Single(api.Requests);
    }

    [Fact]
    public async Task GetAsync_ClientCertificate_IsShown()
    {
        var user = new TestAuthority().Client("muster");
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context, $"\"{context.Connection.ClientCertificate?.Subject}\""));
        using var client = api.Client(api.Access with { Token = null, ClientCertificate = user.ExportCertificatePem(), ClientKey = user.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem() });

        var seen = await client.GetAsync("/version", TestJson.Default.JsonElement, Cancel);

        Assert.Equal("CN=muster", seen.GetString());
    }

    [Fact]
    public async Task GetAsync_AuthorityThatIsNoPem_SaysSo()
    {
        await using var api = await TestApi.StartAsync(context => TestApi.OkAsync(context));
        using var client = api.Client(api.Access with { Token = null, ClientCertificate = "nonsense", ClientKey = "nonsense" });

        var error = await Assert.ThrowsAsync<ClusterUnreachableException>(() => client.GetAsync("/version", TestJson.Default.JsonElement, Cancel));

        Assert.Contains("cannot be read", error.Message, StringComparison.Ordinal);
    }
}
