using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Muster.Silo;

/// <summary>A token as its holder has it: <c>mst_</c>, an id, and a secret of 256 bits.</summary>
internal static class TokenText
{
    public const string Prefix = "mst_";
    public const int IdLength = 12;
    public const int SecretLength = 64;
    private static readonly SearchValues<char> Hex = SearchValues.Create("0123456789abcdef");
    private const int Length = 4 + IdLength + 1 + SecretLength;

    /// <summary>Makes a token that nobody can guess.</summary>
    public static (string Token, string Id, string Hash) Create()
    {
        var id = RandomNumberGenerator.GetHexString(IdLength, lowercase: true);
        var secret = RandomNumberGenerator.GetHexString(SecretLength, lowercase: true);
        return ($"{Prefix}{id}_{secret}", id, Convert.ToHexStringLower(Hash(secret)));
    }

    /// <summary>Takes a token apart. False for what has not the form of one.</summary>
    public static bool TryRead(ReadOnlySpan<char> token, out string id, out ReadOnlySpan<char> secret)
    {
        id = "";
        secret = default;
        if (token.Length != Length || !token.StartsWith(Prefix, StringComparison.Ordinal) || token[Prefix.Length + IdLength] != '_')
            return false;
        id = token.Slice(Prefix.Length, IdLength).ToString();
        secret = token[^SecretLength..];
        return IsHex(id) && IsHex(secret);
    }

    public static byte[] Hash(ReadOnlySpan<char> secret)
    {
        Span<byte> bytes = stackalloc byte[SecretLength];
        return SHA256.HashData(bytes[..Encoding.ASCII.GetBytes(secret, bytes)]);
    }

    public static bool IsHex(ReadOnlySpan<char> text) => text.Length > 0 && !text.ContainsAnyExcept(Hex);
}
