namespace Muster.Kubernetes;

/// <summary>What may go wrong with a reflection.</summary>
public enum ReflectorTroubleKind
{
    /// <summary>No answer, a connection that broke or said nothing, or an answer that is none.</summary>
    Unreachable,

    /// <summary>A watch that said nothing for so long that it is opened anew: a quiet cluster, or a connection that is half open.</summary>
    Silent,

    /// <summary>The credentials are not accepted.</summary>
    Unauthorized,

    /// <summary>The server refuses to list or to watch: 403, 404, 429.</summary>
    Refused,

    /// <summary>The revision was too old; a new list is read.</summary>
    Expired,

    /// <summary>An object that cannot be read was passed over; what was known of it is kept.</summary>
    Malformed,

    /// <summary>An object is larger than the bound and was passed over; what was known of it is kept.</summary>
    Oversized,

    /// <summary>The server's history went backwards; nothing of it was applied.</summary>
    Backwards,

    /// <summary>The list is empty where many objects were known; it is read again before it counts.</summary>
    Emptied,

    /// <summary>There are more objects than the bound; no more are taken.</summary>
    TooMany,

    /// <summary>The consumer threw; a fault of this program.</summary>
    Sink,
}
