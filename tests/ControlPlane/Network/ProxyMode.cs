namespace Muster.ControlPlane;

/// <summary>What a proxy does with what comes.</summary>
public enum ProxyMode
{
    /// <summary>It passes everything on.</summary>
    Open = 0,

    /// <summary>It cuts what is connected, and connections are refused.</summary>
    Refuse = 1,

    /// <summary>
    /// Connections stay and new ones are taken, but no byte passes, as on a network that drops packets. When it opens again, those that
    /// are still there go on, as TCP does.
    /// </summary>
    BlackHole = 2,
}
