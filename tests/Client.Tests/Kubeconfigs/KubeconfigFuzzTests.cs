using System.Diagnostics;
using Muster.Client;

namespace Client.Tests;

/// <summary>Mutated kubeconfigs: what is accepted holds no forbidden key, and everything else ends in the one error there is for it.</summary>
public sealed class KubeconfigFuzzTests
{
    private static readonly string[] Forbidden =
    [
        "exec", "auth-provider", "tokenFile", "client-certificate", "client-key", "username", "password", "as", "as-uid", "as-groups", "as-user-extra",
        "certificate-authority", "insecure-skip-tls-verify", "proxy-url",
    ];

    // Each holds the key {0}, so that a lenient reader would see it.
    private static readonly string[] Disguises =
    [
        "{0}: x", "\"{0}\": x", "'{0}': {{}}", "? {0}\n    : x", "? \"{0}\"\n    : x", "<<: {{{0}: x}}", "<<: [{{{0}: x}}]", "!!str {0}: x", "&a {0}: x", "? !!str {0}\n    : x", "! {0}: x", "{0} : x",
        "extensions: &a {{{0}: x}}\n    <<: *a", "{0}: null", "{0}: ~", "{0}:", "{0}: !!null x", "{0}: |\n      x", "{0}: >-\n      x", "{0}: &a x", "{0}: x\n    {0}: y", "\"<<\": {{}}\n    {0}: x",
    ];

    [Fact]
    public void Read_HundredThousandMutatedInputs_AnswerOrRefuse()
    {
        var fuzzer = new Fuzzer();

        fuzzer.Run(60_000, [.. Sound()], typeof(KubeconfigException), Check, mutations: 2);
        fuzzer.Run(40_000, [.. Disguised()], typeof(KubeconfigException), Check);

        fuzzer.CheckBothSides();
    }

    [Fact]
    public void Read_EveryForbiddenKeyInEveryDisguise_IsRefused()
    {
        var accepted = Disguised().Where(static text => TryRead(text)).ToList();

        Assert.Empty(accepted);
    }

    [Fact]
    public void Read_ForbiddenKeyInAnyCase_IsRefused()
    {
        var random = new Random(7);
        for (var i = 0; i < 2_000; i++)
        {
            var key = string.Concat(Forbidden[i % Forbidden.Length].Select(c => random.Next(2) == 0 ? char.ToUpperInvariant(c) : c));
            Assert.False(TryRead(SampleKubeconfig.Of(SampleKubeconfig.Cluster, $"token: abc\n    {key}: x")), key);
        }
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{")]
    [InlineData("- ")]
    [InlineData("? ")]
    [InlineData("a: ")]
    [InlineData("&a ")]
    [InlineData("*a ")]
    [InlineData("!a ")]
    [InlineData("a\n")]
    [InlineData("---\n")]
    [InlineData("\"")]
    [InlineData("#\n")]
    [InlineData("%a\n")]
    [InlineData("|\n")]
    [InlineData("a: |\n  b\n")]
    [InlineData("{a: b, ")]
    [InlineData("\t")]
    [InlineData("\ud800")]
    public void Read_TheSameOverAndOver_EndsSoon(string part)
    {
        var text = string.Concat(Enumerable.Repeat(part, Kubeconfig.MaxBytes / 3 / part.Length));
        var watch = Stopwatch.StartNew();

        Assert.False(TryRead(text));
        Assert.False(TryRead(SampleKubeconfig.Of(SampleKubeconfig.Cluster, $"token: {text}")));

        Assert.InRange(watch.Elapsed.TotalSeconds, 0, 10);
    }

    // Most of a kubeconfig is base64, where any change breaks it; with comments behind it, some changes do not.
    private static IEnumerable<string> Sound() =>
        ((string[])[SampleKubeconfig.WithToken, SampleKubeconfig.WithCertificate]).Select(static text => text + string.Concat(Enumerable.Repeat("\n# a comment that says nothing of interest to anybody", 60)));

    private static void Check(string text, int i)
    {
        var access = Kubeconfig.Read(text, i % 3 == 0 ? "x" : null);
        Assert.Equal("https", access.Server.Scheme);
        Assert.True(access.CertificateAuthority.Length > 0 && (access.Token is null) != (access.ClientKey is null));
    }

    private static IEnumerable<string> Disguised() =>
        from key in Forbidden
        from disguise in Disguises
        let line = string.Format(System.Globalization.CultureInfo.InvariantCulture, disguise, key)
        from text in (string[])[SampleKubeconfig.Of(SampleKubeconfig.Cluster, $"token: abc\n    {line}"), SampleKubeconfig.Of($"{SampleKubeconfig.Cluster}\n    {line}", "token: abc")]
        select text;

    private static bool TryRead(string text)
    {
        try
        {
            Kubeconfig.Read(text, null);
            return true;
        }
        catch (KubeconfigException)
        {
            return false;
        }
    }
}
