namespace Muster.Client;

/// <summary>What became of a field of somebody else's manifest.</summary>
public enum ImportNoteKind
{
    /// <summary>A field of Muster's job says it now.</summary>
    Mapped = 0,

    /// <summary>The source says nothing, and what its own system would do was taken.</summary>
    Default = 1,

    /// <summary>Muster does without it, and the job means the same.</summary>
    Ignored = 2,

    /// <summary>Muster does not do it: the job may behave differently.</summary>
    Warning = 3,
}
