namespace Muster.Silo;

/// <summary>Who needs no token.</summary>
public enum AnonymousAccess
{
    /// <summary>Programs on this machine, as long as the silo listens on a loopback address alone and there is no token file.</summary>
    Loopback,

    /// <summary>Nobody.</summary>
    None,
}
