using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>
/// Names of what is created for an attempt. Each follows from job and attempt alone, so that whoever asks again finds the same object.
/// One that would be too long keeps its beginning and gets a hash of the whole, so that it stays unique.
/// </summary>
public static class ObjectNames
{
    private const int HashLength = 10;

    private static readonly SearchValues<char> Letters = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-.");

    /// <summary>The anchor's: <c>job-attempt</c>, at most 85 characters.</summary>
    public static string Anchor(JobId job, Attempt attempt) => $"{job.Name}-{attempt}";

    /// <summary>
    /// The headless Service's, at most 63 characters and a letter first, as names of Services have to be:
    /// <c>job-attempt</c> where that is one.
    /// </summary>
    public static string Service(JobId job, Attempt attempt)
    {
        var name = Anchor(job, attempt);
        return char.IsAsciiDigit(name[0]) ? Short("j" + name, name, Names.MaxLabelLength, always: true) : Short(name, name, Names.MaxLabelLength);
    }

    /// <summary>A pod's host name, unique in its gang, at most 63 characters: <c>podset-index</c> where that is short enough.</summary>
    public static string Host(string podSet, int index)
    {
        var end = string.Create(CultureInfo.InvariantCulture, $"-{index}");
        return Short(podSet, podSet, Names.MaxLabelLength - end.Length) + end;
    }

    /// <summary>
    /// True for what may be the name of a pod or a Lease: up to 253 lower-case letters, digits, '-' and '.', a letter or digit at each
    /// end. Unlike in DNS, its parts may be of any length.
    /// </summary>
    public static bool IsName(ReadOnlySpan<char> text) =>
        text.Length is > 0 and <= Names.MaxSubdomainLength && IsLetterOrDigit(text[0]) && IsLetterOrDigit(text[^1])
        && !text.ContainsAnyExcept(Letters);

    /// <summary>A hash of a text, for names and annotations: 10 hexadecimal digits.</summary>
    public static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength];

    private static bool IsLetterOrDigit(char c) => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c);

    private static string Short(string name, string whole, int longest, bool always = false) =>
        name.Length <= longest && !always ? name : $"{name[..Math.Min(name.Length, longest - HashLength - 1)].TrimEnd('-')}-{Hash(whole)}";
}
