using Muster.Client;
using Muster.Contracts;

namespace Client.Tests;

public sealed class KubeconfigTests
{
    [Fact]
    public void Read_Token_IsTaken()
    {
        var access = Kubeconfig.Read(SampleKubeconfig.WithToken, null);

        Assert.Equal(("https://10.0.0.1:6443/", "abc.def-ghi"), ($"{access.Server}", access.Token));
        Assert.Equal(SampleKubeconfig.AuthorityPem.Trim(), access.CertificateAuthority.Trim());
        Assert.Null(access.ClientCertificate);
        Assert.Null(access.TlsServerName);
        Assert.DoesNotContain("abc", access.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_ClientCertificate_IsTakenWithItsKey()
    {
        var access = Kubeconfig.Read(SampleKubeconfig.WithCertificate, "x");

        Assert.Equal((null, SampleKubeconfig.Pair.Certificate, SampleKubeconfig.Pair.Key), (access.Token, access.ClientCertificate?.Trim(), access.ClientKey));
    }

    [Fact]
    public void Read_Json_IsTheSame()
    {
        var text = $$$"""{"clusters":[{"name":"c","cluster":{"server":"https://a.b/","certificate-authority-data":"{{{SampleKubeconfig.Authority}}}"} }],"users":[{"name":"u","user":{"token":"t"} }],"contexts":[{"name":"x","context":{"cluster":"c","user":"u"} }]}""";

        Assert.Equal("t", Kubeconfig.Read(text, null).Token);
    }

    [Fact]
    public void Read_HarmlessKeys_AreAccepted()
    {
        var text = SampleKubeconfig.Of(SampleKubeconfig.Cluster + "\n    tls-server-name: kubernetes.default.svc\n    disable-compression: true\n    extensions: [{name: a, extension: {b: c}}]",
            "token: abc\n    extensions: []", "extensions: []", "\n    extensions: []");

        Assert.Equal("kubernetes.default.svc", Kubeconfig.Read(text, null).TlsServerName);
    }

    [Theory]
    [InlineData("0644", "0644")]
    [InlineData("true", "true")]
    [InlineData("123456", "123456")]
    [InlineData("'  abc '", "abc")]
    public void Read_TokenThatLooksLikeSomethingElse_IsTakenAsItIsWritten(string written, string token) =>
        Assert.Equal(token, Kubeconfig.Read(SampleKubeconfig.Of(SampleKubeconfig.Cluster, $"token: {written}"), null).Token);

    [Theory]
    [InlineData("exec: {command: /bin/sh}", "'exec' runs a program", "deploy/member-cluster")]
    [InlineData("EXEC: {command: /bin/sh}", "'EXEC' runs a program", "deploy/member-cluster")]
    [InlineData("\"exe\\x63\": {command: /bin/sh}", "'exec' runs a program", "deploy/member-cluster")]
    [InlineData("? exec\n    : {command: /bin/sh}", "'exec' runs a program", "deploy/member-cluster")]
    [InlineData("' exec': {command: /bin/sh}", "' exec' runs a program", "deploy/member-cluster")]
    [InlineData("exec: null", "'exec' runs a program", "deploy/member-cluster")]
    [InlineData("auth-provider: {name: oidc}", "'auth-provider'", "deploy/member-cluster")]
    [InlineData("tokenFile: /etc/shadow", "'tokenFile' names a file", "token itself")]
    [InlineData("client-certificate: /a", "'client-certificate' names a file", "client-certificate-data")]
    [InlineData("client-key: /a", "'client-key' names a file", "client-key-data")]
    [InlineData("username: a", "'username'", "deploy/member-cluster")]
    [InlineData("password: a", "'password'", "deploy/member-cluster")]
    [InlineData("as: admin", "'as' acts as somebody else", "credentials of its own")]
    [InlineData("as-uid: admin", "'as-uid'", "credentials of its own")]
    [InlineData("as-groups: [system:masters]", "'as-groups'", "credentials of its own")]
    [InlineData("as-user-extra: {a: [b]}", "'as-user-extra'", "credentials of its own")]
    [InlineData("surprise: 1", "'surprise' is not known", "remove it")]
    [InlineData("<<: {exec: {}}", "merge key", "write the merged fields out")]
    [InlineData("extensions: &a {exec: {}}", "anchor", "remove it")]
    [InlineData("extensions: *a", "alias", "write the value out")]
    [InlineData("!!str exec: {}", "key", "without anchors, aliases and tags")]
    [InlineData("&a exec: {}", "key", "without anchors, aliases and tags")]
    [InlineData("extensions: !!exec {}", "tag", "remove it")]
    [InlineData("token: again", "'token' is here twice", "keep one")]
    public void Read_KeyOfAUserThatIsNotAccepted_IsNamedWithARemedy(string key, string problem, string remedy) =>
        Refused(SampleKubeconfig.Of(SampleKubeconfig.Cluster, $"token: abc\n    {key}"), problem, remedy);

    [Theory]
    [InlineData("certificate-authority: /etc/ssl/ca.pem", "'certificate-authority' names a file", "certificate-authority-data")]
    [InlineData("insecure-skip-tls-verify: true", "'insecure-skip-tls-verify' believes any server", "certificate-authority-data")]
    [InlineData("insecure-skip-tls-verify: false", "'insecure-skip-tls-verify' believes any server", "remove it")]
    [InlineData("Insecure-Skip-TLS-Verify: true", "'Insecure-Skip-TLS-Verify' believes any server", "remove it")]
    [InlineData("proxy-url: http://evil", "'proxy-url' leads through a proxy", "directly")]
    [InlineData("server: https://evil", "'server' is here twice", "keep one")]
    [InlineData("api-version: v1", "'api-version' is not known", "remove it")]
    public void Read_KeyOfAClusterThatIsNotAccepted_IsNamedWithARemedy(string key, string problem, string remedy) =>
        Refused(SampleKubeconfig.Of($"{SampleKubeconfig.Cluster}\n    {key}", "token: abc"), problem, remedy);

    [Theory]
    [InlineData("http://10.0.0.1", "https://")]
    [InlineData("10.0.0.1:6443", "https://")]
    [InlineData("https://", "no address")]
    [InlineData("https:///path", "no address")]
    [InlineData("https://user:password@10.0.0.1", "more than host")]
    [InlineData("https://10.0.0.1/?a=b", "more than host")]
    [InlineData("https://10.0.0.1/#a", "more than host")]
    [InlineData("https://10.0.0.1\\evil", "more than host")]
    [InlineData("'https://10.0.0.1/a b'", "characters")]
    [InlineData("https://10.0.0.1:99999", "no address")]
    [InlineData("https://10.0.0.1:0", "no address")]
    [InlineData("unix:///var/run/docker.sock", "https://")]
    [InlineData("file:///etc/passwd", "https://")]
    [InlineData("[https://10.0.0.1]", "no text")]
    public void Read_ServerThatIsNone_IsRefused(string server, string problem) =>
        Refused(SampleKubeconfig.Of($"server: {server}\n    certificate-authority-data: {SampleKubeconfig.Authority}", "token: abc"), "server: ", problem);

    [Theory]
    [InlineData("", "it is missing")]
    [InlineData("certificate-authority-data: '***'", "no base64")]
    [InlineData("certificate-authority-data: aGVsbG8=", "no certificate")]
    [InlineData("certificate-authority-data: LS0tLS1CRUdJTiBDRVJUSUZJQ0FURS0tLS0tCmFHVnNiRzg9Ci0tLS0tRU5EIENFUlRJRklDQVRFLS0tLS0K", "no certificate")]
    public void Read_AuthorityThatIsNone_IsRefused(string authority, string problem) =>
        Refused(SampleKubeconfig.Of($"server: https://10.0.0.1\n    {authority}", "token: abc"), "certificate-authority-data", problem);

    [Fact]
    public void Read_KeyOfAnotherCertificate_IsRefusedWithoutAWordOfIt()
    {
        var other = SampleKubeconfig.Base64(SampleKubeconfig.Make("CN=other").Key);
        var text = SampleKubeconfig.Of(SampleKubeconfig.Cluster, $"client-certificate-data: {SampleKubeconfig.Base64(SampleKubeconfig.Pair.Certificate)}\n    client-key-data: {other}");

        var error = Refused(text, "client-key-data", "not the key of");

        Assert.DoesNotContain(other[100..120], error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("extensions: []", "token: it is missing")]
    [InlineData("client-key-data: YQ==", "client-certificate-data: it is missing")]
    [InlineData("client-certificate-data: YQ==", "client-key-data: it is missing")]
    [InlineData("token: abc\n    client-certificate-data: YQ==", "there is a client certificate as well")]
    [InlineData("token: 'a b'", "no bearer token")]
    [InlineData("token: \"a\\r\\nX-Evil: yes\"", "no bearer token")]
    [InlineData("token: [a]", "it is no text")]
    [InlineData("token: \u00fc", "no bearer token")]
    public void Read_CredentialThatIsNone_IsRefused(string user, string problem) => Refused(SampleKubeconfig.Of(SampleKubeconfig.Cluster, user), problem);

    [Fact]
    public void Read_SecretInABrokenPlace_IsNotRepeated()
    {
        const string Secret = "0123456789012345678901";
        foreach (var user in (string[])[$"token: {Secret} x", $"token: \"{Secret}\\q\"", $"token: [{Secret}]", $"token: !x {Secret}", $"token: {Secret}: {Secret}", $"client-key-data: {Secret}\n    client-certificate-data: {Secret}"])
            Assert.DoesNotContain(Secret, Refused(SampleKubeconfig.Of(SampleKubeconfig.Cluster, user)).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Read_SeveralContexts_MustBeNamed()
    {
        var text = SampleKubeconfig.WithToken.Replace("contexts:\n", "contexts:\n- name: y\n  context: {cluster: c, user: u}\n", StringComparison.Ordinal);

        Refused(text, "there are 2 contexts: 'y', 'x'", "--context");
        Assert.Equal("abc.def-ghi", Kubeconfig.Read(text, "y").Token);
        Refused(text, "z", "there is no context 'z'; there are: 'y', 'x'");
    }

    [Fact]
    public void Read_HundredsOfContexts_NamesTen()
    {
        var many = string.Concat(Enumerable.Range(0, 300).Select(static i => $"- name: n{i:000}\n  context: {{cluster: c, user: u}}\n"));
        var text = SampleKubeconfig.WithToken.Replace("contexts:\n", "contexts:\n" + many, StringComparison.Ordinal);

        var error = Refused(text, "and 291 more");

        Assert.DoesNotContain("n010", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_OtherEntriesThanTheContexts_AreNotLookedInto()
    {
        var text = SampleKubeconfig.WithToken.Replace("users:\n", "users:\n- name: eks\n  user: {exec: {command: aws}}\n", StringComparison.Ordinal);

        Assert.Equal("abc.def-ghi", Kubeconfig.Read(text, null).Token);
    }

    [Theory]
    [InlineData("name: x\n", "name: z\n", "there is no context 'x'")]
    [InlineData("cluster: c\n", "cluster: d\n", "there is no cluster 'd'; there are: 'c'")]
    [InlineData("user: u\n", "user: v\n", "there is no user 'v'; there are: 'u'")]
    [InlineData("    cluster: c\n", "", "context.cluster: it is missing")]
    [InlineData("kind: Config", "kind: Pod", "'Pod' is not read")]
    [InlineData("apiVersion: v1", "apiVersion: v2", "'v2' is not read")]
    [InlineData("users:\n", "users:\n- name: u\n  user: {}\n", "'u' is here twice")]
    [InlineData("preferences: {}", "exec: {}", "'exec' is not known")]
    [InlineData("preferences: {}", "preferences: {}\n---\na: b\n---", "second document")]
    [InlineData("- name: x\n", "- {}\n- name: x\n", "it has no name")]
    [InlineData("contexts:\n", "contexts: {}\nusers2:\n", "no list")]
    public void Read_BrokenReferences_AreRefused(string what, string by, string problem) =>
        Refused(SampleKubeconfig.WithToken.Replace(what, by, StringComparison.Ordinal), problem);

    [Theory]
    [InlineData("")]
    [InlineData("---")]
    [InlineData("text")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("\0")]
    [InlineData("clusters: [")]
    public void Read_NoKubeconfig_IsRefused(string text) => Refused(text);

    [Fact]
    public void Read_TooLarge_IsRefused() => Refused(SampleKubeconfig.WithToken + "\n#" + new string('x', 256 * 1024), "too large", "--minify");

    private static KubeconfigException Refused(string text, params ReadOnlySpan<string> sentences)
    {
        KubeconfigException? error = null;
        try
        {
            Kubeconfig.Read(text, sentences is ["z", ..] ? "z" : null);
        }
        catch (KubeconfigException caught)
        {
            error = caught;
        }
        Assert.NotNull(error);
        foreach (var sentence in sentences is ["z", ..] ? sentences[1..] : sentences)
            Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.All(error.Faults, static f => Assert.NotEmpty(f.Remedy));
        return error;
    }
}
