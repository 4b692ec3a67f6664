using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Cordons a target, or lifts its cordon.</summary>
internal static class CordonRule
{
    /// <summary>The cordon as it stands afterwards; or that there are too many, and nothing was changed.</summary>
    public static (bool TooMany, Cordon? Stands) Set(WriteSession session, string target, Cordon? cordon)
    {
        var table = session.Tables.Cordons;
        var known = table.Find(target);
        if (cordon is null)
        {
            if (known is not null)
                table.Delete(target);
            return (false, null);
        }
        if (known is not null && (known.Reason, known.By) == (cordon.Reason, cordon.By))
            return (false, known);
        if (known is null && table.Count >= Cordon.MaxCordons)
            return (true, null);
        table.Set(target, cordon);
        return (false, cordon with { Since = cordon.Since.ToUniversalTime() });
    }
}
