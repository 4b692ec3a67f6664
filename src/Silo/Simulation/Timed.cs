namespace Muster.Silo;

/// <summary>Something in a cluster to which something happens by itself at a moment.</summary>
internal abstract class Timed
{
    /// <summary>The next moment; the far end of time for none. What the cluster has queued for any other moment is void.</summary>
    public DateTimeOffset Due { get; set; } = DateTimeOffset.MaxValue;
}
