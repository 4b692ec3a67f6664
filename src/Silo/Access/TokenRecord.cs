using System.Collections.Immutable;

namespace Muster.Silo;

/// <summary>A token as it is kept: everything but its secret.</summary>
/// <param name="Name">Name of its holder, unique.</param>
/// <param name="Id">The part of the token that names it.</param>
/// <param name="Hash">SHA-256 of the secret, in hexadecimal digits.</param>
/// <param name="Grants">What it may do.</param>
/// <param name="Created">When it was created.</param>
/// <param name="Expires">From when on it is worthless; null for never.</param>
internal sealed record TokenRecord(
    string Name, string Id, string Hash, ImmutableArray<Grant> Grants, DateTimeOffset Created, DateTimeOffset? Expires = null)
{
    public bool IsExpired(DateTimeOffset now) => Expires <= now;
}
