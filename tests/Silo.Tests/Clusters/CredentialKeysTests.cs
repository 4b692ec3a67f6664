using System.Security.Cryptography;
using Muster.Contracts;

namespace Muster.Silo.Tests;

/// <summary>Credentials are sealed for one cluster, by the first key, and opened by every key that is still there.</summary>
public sealed class CredentialKeysTests
{
    private static readonly ClusterName East = new("east");
    private static readonly string First = NewKey();
    private static readonly string Second = NewKey();

    [Fact]
    public void Open_WhatWasSealed_IsTheSame()
    {
        var access = RegisteringSilo.Access();
        var text = Keys(First).Seal(East, access);
        Assert.DoesNotContain(RegisteringSilo.Secret, text, StringComparison.Ordinal);
        Assert.Equal(access, Keys(First).Open(East, text));
        // Never twice the same nonce.
        Assert.NotEqual(text, Keys(First).Seal(East, access));
    }

    [Fact]
    public void Open_UnderAnotherName_IsRefused() => Assert.Contains(
        "sealed for another cluster", Refusal(Keys(First), new("west"), Keys(First).Seal(East, RegisteringSilo.Access())), StringComparison.Ordinal);

    [Fact]
    public void Open_Changed_IsRefusedWhereverItWas()
    {
        var text = Keys(First).Seal(East, RegisteringSilo.Access());
        var (head, bytes) = (text[..(text.LastIndexOf('.') + 1)], Convert.FromBase64String(text[(text.LastIndexOf('.') + 1)..]));
        foreach (var at in new[] { 0, 12, 28, bytes.Length - 1 })
        {
            var other = (byte[])bytes.Clone();
            other[at] ^= 1;
            Assert.Contains("it was changed", Refusal(Keys(First), East, head + Convert.ToBase64String(other)), StringComparison.Ordinal);
        }
        Assert.Contains("it was changed", Refusal(Keys(First), East, head + "AAAA"), StringComparison.Ordinal);
        Assert.Contains("it was changed", Refusal(Keys(First), East, head + "no base64"), StringComparison.Ordinal);
        Assert.Contains("of a form", Refusal(Keys(First), East, "v2" + text[2..]), StringComparison.Ordinal);
    }

    [Fact]
    public void Keys_Rotated_OpenTheOldAndSealWithTheNew()
    {
        var old = Keys(First).Seal(East, RegisteringSilo.Access());
        var both = Keys($"{Second},{First}");
        Assert.Equal(RegisteringSilo.Secret, both.Open(East, old).Token);
        Assert.True(both.IsOld(old));
        var renewed = both.Seal(East, RegisteringSilo.Access());
        Assert.False(both.IsOld(renewed));
        Assert.Equal(RegisteringSilo.Secret, Keys(Second).Open(East, renewed).Token);
        var refusal = Refusal(Keys(Second), East, old);
        Assert.Contains("which this silo does not have. Give every silo the same Muster:Credentials:Key", refusal, StringComparison.Ordinal);
        Assert.DoesNotContain(First, refusal, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("c2hvcnQ=")]
    [InlineData("hunter2-hunter2-hunter2-hunter2-hunter2-hunt")]
    public void Parse_WhatIsNoKey_SaysHowToMakeOneAndDoesNotShowIt(string text)
    {
        var fault = Assert.Throws<InvalidRequestException>(() => Keys($"{First} {text}")).Message;
        Assert.Contains("key 2 of 2 is not 32 bytes in base64", fault, StringComparison.Ordinal);
        Assert.Contains("openssl rand -base64 32", fault, StringComparison.Ordinal);
        Assert.DoesNotContain(text, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Faults_OfSettings_NameTheSetting()
    {
        Assert.Empty(CredentialRules.Faults(new()));
        Assert.Contains("Muster:Credentials:Key", Assert.Single(CredentialRules.Faults(new() { Key = "x" })), StringComparison.Ordinal);
        Assert.Contains("KeyFile is set as well", Assert.Single(CredentialRules.Faults(new() { Key = First, KeyFile = "/nowhere" })), StringComparison.Ordinal);
        Assert.Contains("Muster:Credentials:KeyFile", Assert.Single(CredentialRules.Faults(new() { KeyFile = "/nowhere" })), StringComparison.Ordinal);
        var file = Path.GetTempFileName();
        try
        {
            Assert.Contains("has no key", Assert.Single(CredentialRules.Faults(new() { KeyFile = file })), StringComparison.Ordinal);
            File.WriteAllText(file, $"{First}\n{Second}\n");
            Assert.Empty(CredentialRules.Faults(new() { KeyFile = file }));
            Assert.True(CredentialRules.Read(new() { KeyFile = file }).Any);
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal static string NewKey() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    private static CredentialKeys Keys(string text) => CredentialKeys.Parse(text, "Muster:Credentials:Key");

    private static string Refusal(CredentialKeys keys, ClusterName cluster, string text) =>
        Assert.Throws<ClusterUnauthorizedException>(() => keys.Open(cluster, text)).Message;
}
