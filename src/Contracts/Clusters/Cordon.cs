namespace Muster.Contracts;

/// <summary>An operator's mark on a queue, a cluster or a node: nothing new starts there; what runs, runs on.</summary>
/// <param name="Reason">Why, for people; may be empty. At most <see cref="MaxReasonLength"/> characters, none of them a control character.</param>
/// <param name="By">Who set it. At most <see cref="MaxByLength"/> characters, none of them a control character.</param>
/// <param name="Since">When it was set. Setting the same reason by the same name again keeps the first moment.</param>
[GenerateSerializer, Immutable, Alias("muster.cordon")]
public sealed record Cordon([property: Id(0)] string Reason, [property: Id(1)] string By, [property: Id(2)] DateTimeOffset Since)
{
    /// <summary>Longest reason, in characters.</summary>
    public const int MaxReasonLength = 512;

    /// <summary>Longest name of who set it, in characters.</summary>
    public const int MaxByLength = 253;

    /// <summary>Most cordons that are kept, of queues, clusters and nodes together.</summary>
    public const int MaxCordons = 100_000;

    /// <summary>Passes a cordon on that may be recorded.</summary>
    /// <exception cref="InvalidRequestException">The reason, or the name of who set it, is too long or has control characters.</exception>
    public static void Require(Cordon cordon)
    {
        RequireText("reason", cordon.Reason, MaxReasonLength);
        RequireText("by", cordon.By, MaxByLength);
    }

    /// <summary>The cordon as part of a sentence: <c>cordoned by ops since 2026-01-01 12:00:00Z: new disks</c>.</summary>
    public string Describe()
    {
        var by = By.Length > 0 ? $" by {By}" : "";
        var reason = Reason.Length > 0 ? $": {Reason}" : "";
        return $"cordoned{by} since {Since.UtcDateTime:u}{reason}";
    }

    private static void RequireText(string field, string? text, int longest)
    {
        if (text is null)
            throw new InvalidRequestException(field, "is missing", "send a text, which may be empty");
        if (text.Length > longest)
            throw new InvalidRequestException(field, $"has {text.Length} characters", $"use at most {longest}");
        if (text.Any(char.IsControl))
            throw new InvalidRequestException(field, "has control characters", "use one line of plain text");
    }
}
