namespace Muster.Client;

/// <summary>What it means to send a request again.</summary>
internal enum Effect
{
    /// <summary>It changes nothing.</summary>
    Read,

    /// <summary>It changes something, and twice comes to the same as once.</summary>
    Repeatable,

    /// <summary>It changes something, and is sent again only when it is certain that the try before did nothing.</summary>
    Once,
}
