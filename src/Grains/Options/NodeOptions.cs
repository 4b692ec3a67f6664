namespace Muster.Grains;

/// <summary>How nodes hold claims.</summary>
public sealed class NodeOptions : IBounded
{
    /// <summary>How long a claim is held before its fate is asked of the ledger. Default 15 s.</summary>
    public TimeSpan ClaimTtl { get; set; } = TimeSpan.FromSeconds(15);

    /// <inheritdoc/>
    public IEnumerable<string> Problems() => Bound.Time(ClaimTtl, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(10));
}
