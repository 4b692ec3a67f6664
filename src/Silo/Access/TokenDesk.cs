using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Silo;

/// <summary>Issues and revokes tokens, by changing lists of them. Decides, and writes nothing.</summary>
internal static class TokenDesk
{
    /// <summary>The grants of a role in each of the queues.</summary>
    /// <exception cref="InvalidRequestException">The role takes no queue, or needs one.</exception>
    public static ImmutableArray<Grant> Grants(Role role, IReadOnlyCollection<string> queues, IReadOnlyCollection<string> namespaces)
    {
        if (!role.IsOfAQueue())
            return queues.Count == 0 && namespaces.Count == 0
                ? [new Grant(role, null, [])]
                : throw new InvalidRequestException("--queue, --namespace", $"the role {role.Text()} holds everywhere", "leave them out, or use --role submit or manage");
        if (queues.Count == 0)
            throw new InvalidRequestException("--queue", $"the role {role.Text()} needs the queue it is for", "name one or more, for example --queue training");
        foreach (var queue in queues)
            Names.RequireLabel("--queue", queue);
        foreach (var ns in namespaces)
            Names.RequireLabel("--namespace", ns);
        return [.. queues.Distinct(StringComparer.Ordinal).Select(q => new Grant(role, q, [.. namespaces.Distinct(StringComparer.Ordinal)]))];
    }

    /// <exception cref="InvalidRequestException">The name is none, or is taken.</exception>
    public static TokenList Add(TokenList list, TokenRecord token, DateTimeOffset now)
    {
        // A name whose token has expired is free: its holder gets another one.
        var others = list.Tokens.RemoveAll(t => t.Name == token.Name && t.IsExpired(now));
        if (others.Any(t => t.Name == token.Name))
            throw new InvalidRequestException("NAME", $"there is a token '{token.Name}' already", $"choose another name, or revoke that one: muster-silo token revoke {token.Name}");
        if (TokenRules.Fault(token) is { } fault)
            throw new InvalidRequestException("NAME", $"'{Names.Clip(token.Name)}': {fault}", "correct it");
        if (others.Length >= TokenList.MaxTokens)
            throw new InvalidRequestException("NAME", $"there are {others.Length} tokens, as many as may be", "revoke some that are not in use");
        return list with { Tokens = others.Add(token) };
    }

    /// <exception cref="InvalidRequestException">There is no such token.</exception>
    public static TokenList Remove(TokenList list, string name)
    {
        var left = list.Tokens.RemoveAll(t => t.Name == name);
        return left.Length < list.Tokens.Length ? list with { Tokens = left }
            : throw new InvalidRequestException("NAME", $"there is no token '{Names.Clip(name)}'", "see: muster-silo token list");
    }
}
