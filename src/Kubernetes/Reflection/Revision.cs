namespace Muster.Kubernetes;

/// <summary>
/// What may be said about two <c>resourceVersion</c>s of one collection. The API calls them opaque, yet every server that keeps its
/// objects in etcd counts upwards in decimal, and this has become part of the API since. So: two that are decimal numbers have an
/// order; any other pair has none, and no guard is built on it. The order is only ever a reason to do less (not to apply, not to
/// delete), never a reason to do more, so a server whose revisions mean something else loses freshness, not objects.
/// </summary>
internal static class Revision
{
    /// <summary>Whether <paramref name="one"/> certainly comes before <paramref name="other"/>.</summary>
    public static bool IsOlder(string one, string other)
    {
        var a = Digits(one);
        var b = Digits(other);
        if (a.IsEmpty || b.IsEmpty)
            return false;
        return a.Length != b.Length ? a.Length < b.Length : a.SequenceCompareTo(b) < 0;
    }

    /// <summary>The later of two; the second where they have no order.</summary>
    public static string Later(string one, string other) => IsOlder(other, one) ? one : other;

    private static ReadOnlySpan<char> Digits(string revision)
    {
        if (revision.Length == 0 || revision.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return default;
        var significant = revision.AsSpan().TrimStart('0');
        return significant.IsEmpty ? "0" : significant;
    }
}
