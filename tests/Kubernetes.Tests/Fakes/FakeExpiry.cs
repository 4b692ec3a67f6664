namespace Muster.Kubernetes.Tests;

/// <summary>How a watch learns that its revision is too old.</summary>
internal enum FakeExpiry
{
    /// <summary>Status 410.</summary>
    Http,

    /// <summary>Status 200, and an ERROR in the stream.</summary>
    InStream,

    /// <summary>Status 200, and an end without a word.</summary>
    Silent,

    /// <summary>Status 200, and a break of the connection.</summary>
    Break,
}
