namespace Muster.Silo;

/// <summary>Why a request has no caller.</summary>
internal sealed record Refusal(string Message)
{
    public static readonly Refusal Missing = new(
        "This silo asks for a token. Send it as 'Authorization: Bearer mst_...'; an administrator creates one with: muster-silo token create NAME --role ROLE");

    public static readonly Refusal Malformed = new("The credential is no Muster token. Send 'Authorization: Bearer mst_<id>_<secret>', whole, as it was printed.");

    public static readonly Refusal Unknown = new("The token is not known: it is mistyped, or was revoked. An administrator can create another one.");

    public static readonly Refusal Expired = new("The token has expired. An administrator can create another one.");

    public static readonly Refusal FromElsewhere = new(
        "Without a token this silo serves programs on its own machine alone, and this request names another host or comes from a web page. "
        + "Use a loopback address, or a token: muster-silo token create NAME --role ROLE");
}
