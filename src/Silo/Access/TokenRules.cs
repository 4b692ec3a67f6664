using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>What a list of tokens has to keep to, whoever wrote it.</summary>
internal static class TokenRules
{
    public const int MaxGrants = 64;
    public const int MaxNamespaces = 64;

    /// <summary>The first thing that is wrong; null for a good list.</summary>
    public static string? Fault(TokenList list)
    {
        if (list.Version != TokenList.CurrentVersion)
            return $"it is of version {list.Version}, and this silo reads version {TokenList.CurrentVersion}";
        if (list.Tokens.IsDefault)
            return "it has no list of tokens";
        if (list.Tokens.Length > TokenList.MaxTokens)
            return $"it has {list.Tokens.Length} tokens; {TokenList.MaxTokens} are the most";
        var (names, ids) = (new HashSet<string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.Ordinal));
        foreach (var token in list.Tokens)
            if (Fault(token) is { } fault)
                return $"token '{Names.Clip(token?.Name)}': {fault}";
            else if (!names.Add(token.Name) || !ids.Add(token.Id))
                return $"token '{Names.Clip(token.Name)}': its name or its id is there twice";
        return null;
    }

    public static string? Fault(TokenRecord? token)
    {
        if (token is null)
            return "it is null";
        if (!Names.IsLabel(token.Name) || token.Name == Caller.Anonymous)
            return $"a name has 1 to 63 lower-case letters, digits and '-', and is not '{Caller.Anonymous}'";
        if (token.Id.Length != TokenText.IdLength || !TokenText.IsHex(token.Id))
            return $"its id is not {TokenText.IdLength} hexadecimal digits";
        if (token.Hash.Length != 64 || !TokenText.IsHex(token.Hash))
            return "its hash is not that of a secret";
        if (token.Grants.IsDefaultOrEmpty || token.Grants.Length > MaxGrants)
            return $"it has no role, or more than {MaxGrants}";
        return token.Grants.Select(Fault).FirstOrDefault(static f => f is not null);
    }

    private static string? Fault(Grant? grant)
    {
        if (grant is null || !Enum.IsDefined(grant.Role))
            return "a role is not known";
        var namespaces = grant.Namespaces.IsDefault ? ImmutableArray<string>.Empty : grant.Namespaces;
        if (!grant.Role.IsOfAQueue())
            return grant.Queue is null && namespaces.IsEmpty ? null : $"the role {grant.Role.Text()} holds everywhere, and takes no queue and no namespace";
        if (grant.Queue is null || !Names.IsLabel(grant.Queue))
            return $"the role {grant.Role.Text()} needs the name of a queue";
        return namespaces.Length <= MaxNamespaces && namespaces.All(static n => n is not null && Names.IsLabel(n))
            ? null
            : $"a namespace is no name, or there are more than {MaxNamespaces}";
    }
}
