using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>
/// Seals how a cluster is entered, so that the ledger can keep it: AES-256-GCM, bound to the cluster's name. What is sealed is
/// <c>v1.KEY.BYTES</c>: which key it was, and nonce, tag and ciphertext in base64.
/// </summary>
internal sealed class CredentialKeys
{
    /// <summary>How a key is made.</summary>
    public const string HowTo = "openssl rand -base64 32";

    private const string Version = "v1";
    private const int KeyBytes = 32;
    private const int NonceBytes = 12;
    private const int TagBytes = 16;
    private const int MaxKeys = 8;

    private readonly ImmutableArray<(string Id, byte[] Bytes)> _keys;

    private CredentialKeys(IEnumerable<byte[]> keys) => _keys = [.. keys.Select(static key => (IdOf(key), key))];

    /// <summary>False when nothing can be sealed.</summary>
    public bool Any => !_keys.IsEmpty;

    /// <summary>Reads keys that have commas or white space between them.</summary>
    /// <param name="text">The keys; null or empty for none.</param>
    /// <param name="where">The setting that has them, for errors, which never show a key.</param>
    /// <exception cref="InvalidRequestException">One is no key.</exception>
    public static CredentialKeys Parse(string? text, string where)
    {
        var words = (text ?? "").Split([',', ' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries);
        if (words.Length > MaxKeys)
            throw new InvalidRequestException(where, $"there are {words.Length} keys", $"keep at most {MaxKeys}: those that something is still sealed with");
        return new(words.Select((word, i) => Decode(word) ?? throw new InvalidRequestException(
            where, $"key {i + 1} of {words.Length} is not {KeyBytes} bytes in base64", $"make one with: {HowTo}")).ToArray());
    }

    /// <summary>True when another key than the first one sealed it: it is to be sealed anew before that key is taken away.</summary>
    public bool IsOld(string text) => Any && text.Split('.') is [Version, var id, _] && id != _keys[0].Id;

    /// <summary>Seals with the first key.</summary>
    public string Seal(ClusterName cluster, ClusterAccess access)
    {
        var (id, key) = _keys[0];
        var plain = JsonSerializer.SerializeToUtf8Bytes(access, MusterJson.Default.ClusterAccess);
        var bytes = new byte[NonceBytes + TagBytes + plain.Length];
        var nonce = bytes.AsSpan(0, NonceBytes);
        RandomNumberGenerator.Fill(nonce);
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Encrypt(nonce, plain, bytes.AsSpan(NonceBytes + TagBytes), bytes.AsSpan(NonceBytes, TagBytes), Bound(cluster));
        CryptographicOperations.ZeroMemory(plain);
        return $"{Version}.{id}.{Convert.ToBase64String(bytes)}";
    }

    /// <summary>Opens what any of the keys has sealed.</summary>
    /// <exception cref="ClusterUnauthorizedException">None of them has, it was sealed for another cluster, or it was changed.</exception>
    public ClusterAccess Open(ClusterName cluster, string text)
    {
        if (text.Split('.') is not [Version, var id, var base64])
            throw Unusable(cluster, "it is of a form that this version does not know", "Register it again with --replace.");
        if (_keys.FirstOrDefault(k => k.Id == id).Bytes is not { } key)
            throw Unusable(cluster, $"it is sealed with the key {Names.Clip(id)}, which this silo does not have",
                "Give every silo the same Muster:Credentials:Key or KeyFile, or register it again with --replace.");
        try
        {
            var access = JsonSerializer.Deserialize(Decrypt(key, cluster, Convert.FromBase64String(base64)), OutsideJson.Request<ClusterAccess>());
            AccessRules.Require(access);
            return access!;
        }
        catch (Exception error) when (error is CryptographicException or FormatException or JsonException or InvalidRequestException)
        {
            // What the readers say of a broken text may quote it.
            throw Unusable(cluster, "it was changed, or sealed for another cluster", "Register it again with --replace.");
        }
    }

    private static byte[] Decrypt(byte[] key, ClusterName cluster, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < NonceBytes + TagBytes)
            throw new CryptographicException();
        var plain = new byte[bytes.Length - NonceBytes - TagBytes];
        using var cipher = new AesGcm(key, TagBytes);
        cipher.Decrypt(bytes[..NonceBytes], bytes[(NonceBytes + TagBytes)..], bytes[NonceBytes..(NonceBytes + TagBytes)], plain, Bound(cluster));
        return plain;
    }

    private static byte[] Bound(ClusterName cluster) => Encoding.UTF8.GetBytes($"muster/cluster-access/{Version}/{cluster.Value}");

    private static byte[]? Decode(string word)
    {
        var bytes = new byte[KeyBytes];
        return Convert.TryFromBase64String(word, bytes, out var length) && length == KeyBytes ? bytes : null;
    }

    // Enough to tell keys apart, and nothing of the key.
    private static string IdOf(byte[] key) => Convert.ToHexStringLower(SHA256.HashData(key))[..8];

    private static ClusterUnauthorizedException Unusable(ClusterName cluster, string why, string remedy) =>
        new($"The credential of cluster '{cluster}' cannot be used: {why}. {remedy}");
}
