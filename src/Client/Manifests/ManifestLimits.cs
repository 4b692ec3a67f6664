namespace Muster.Client;

/// <summary>Bounds of what a manifest may hold. All are checked before anything is built from the text.</summary>
public static class ManifestLimits
{
    /// <summary>Bytes of UTF-8 in one file.</summary>
    public const int MaxBytes = 1024 * 1024;

    /// <summary>Levels of lists and mappings.</summary>
    public const int MaxDepth = 32;

    /// <summary>Parser events (roughly: scalars, and beginnings and ends of lists and mappings) in one file.</summary>
    public const int MaxEvents = 50_000;

    /// <summary>Characters of one scalar.</summary>
    public const int MaxScalarLength = 256 * 1024;

    /// <summary>Documents in one file.</summary>
    public const int MaxDocuments = 100;

    /// <summary>Faults that are named at once.</summary>
    public const int MaxFaults = 20;
}
