namespace Muster.Kubernetes;

/// <summary>How a list or a watch ended.</summary>
internal enum WatchOutcome
{
    /// <summary>The list was read to its end and applied.</summary>
    ListApplied,

    /// <summary>The list's snapshot, or its continue token, is no longer there; no page of it counts.</summary>
    ListExpired,

    /// <summary>The list could not be read.</summary>
    ListFailed,

    /// <summary>The list was read, but is not believed: older than what is known, or empty where much was known.</summary>
    ListDoubted,

    /// <summary>The server ended the watch as it may at any time.</summary>
    WatchEnded,

    /// <summary>The connection broke, said nothing, or carried an error that says nothing of the revision.</summary>
    WatchBroken,

    /// <summary>The watch could not be opened.</summary>
    WatchRefused,

    /// <summary>The revision is too old.</summary>
    WatchExpired,

    /// <summary>What the stream says cannot be followed: history going backwards, an object too large, more objects than the bound.</summary>
    WatchUnusable,

    /// <summary>A fresh list was asked for.</summary>
    Asked,
}
