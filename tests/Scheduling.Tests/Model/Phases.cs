namespace Muster.Scheduling.Tests;

/// <summary>How far a node's activation is.</summary>
internal enum ActivationPhase
{
    /// <summary>Not there yet.</summary>
    None,

    /// <summary>Has made one of its two first steps: opened the node, and not yet read what is committed there.</summary>
    Opening,

    /// <summary>Answers.</summary>
    Open,
}

/// <summary>How far the one suspension is.</summary>
internal enum SuspensionPhase
{
    /// <summary>Not asked for yet.</summary>
    None,

    /// <summary>The gang holds nothing and is not admitted.</summary>
    Suspended,

    /// <summary>It is resumed, and admitted anew.</summary>
    Over,
}

/// <summary>How far a coordinator is with its present attempt.</summary>
internal enum CoordinatorPhase
{
    /// <summary>Has not opened the job yet.</summary>
    None,

    /// <summary>Has asked the nodes.</summary>
    Preparing,

    /// <summary>Has sent the commit and knows nothing of its outcome.</summary>
    CommitSent,

    /// <summary>Knows that the attempt failed.</summary>
    GivenUp,

    /// <summary>Knows that it is committed.</summary>
    Done,
}
