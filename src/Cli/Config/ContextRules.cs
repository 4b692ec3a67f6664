using Muster.Contracts;

namespace Muster.Cli;

/// <summary>What a context may say.</summary>
internal static class ContextRules
{
    /// <summary>What is wrong with it and how to mend it; null when nothing is.</summary>
    public static string? Fault(ConfigContext context)
    {
        if (!Names.IsSubdomain(context.Name))
            return $"name: '{Names.Clip(context.Name)}' is not a name; use lower-case letters, digits, '-' and '.'";
        if (context.Server is { } server && !ServerAddress.TryParse(server, out _))
            return $"server: '{Names.Clip(server)}' is no address; write http://host:port";
        if (context is { Token: not null, TokenFile: not null })
            return "token, tokenFile: keep one of them";
        if (context.Token is { } token && !IsToken(token))
            return "token: it cannot be sent; write it as the operator gave it, without spaces";
        if (context.Namespace is { } ns && !Names.IsLabel(ns))
            return $"namespace: '{Names.Clip(ns)}' is not a name; use lower-case letters, digits and '-'";
        if (context.Queue is { } queue && !Names.IsLabel(queue))
            return $"queue: '{Names.Clip(queue)}' is not a name; use lower-case letters, digits and '-'";
        return null;
    }

    public static bool IsToken(string text) => text.Length > 0 && !text.AsSpan().ContainsAnyExceptInRange('!', '~');
}
