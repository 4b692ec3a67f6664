using System.Collections.Immutable;

namespace Muster.Silo;

/// <summary>The content of the tokens' file.</summary>
internal sealed record TokenList(int Version, ImmutableArray<TokenRecord> Tokens)
{
    public const int CurrentVersion = 1;
    public const int MaxTokens = 10_000;

    public static readonly TokenList Empty = new(CurrentVersion, []);
}
