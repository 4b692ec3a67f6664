namespace Muster.Kubernetes;

/// <summary>What became of an event.</summary>
internal enum StoreResult
{
    Applied,

    /// <summary>Known already, or older than what is known.</summary>
    Ignored,

    /// <summary>It would be one object too many.</summary>
    Full,
}
