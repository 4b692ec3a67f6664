namespace Muster.Silo;

/// <summary>How a pod's stay on its node ended.</summary>
public enum RunEnding
{
    /// <summary>It has not.</summary>
    None = 0,

    /// <summary>By itself, with exit code 0.</summary>
    Succeeded = 1,

    /// <summary>By itself, with another exit code.</summary>
    Failed = 2,

    /// <summary>It was asked to stop.</summary>
    Stopped = 3,

    /// <summary>Its node died.</summary>
    NodeLost = 4,

    /// <summary>The kubelet did not take it.</summary>
    Rejected = 5,
}
