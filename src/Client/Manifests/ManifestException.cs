using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>A manifest is not acceptable. It was read on this side; nothing was sent.</summary>
public sealed class ManifestException(ImmutableArray<ManifestFault> faults) : MusterException(string.Join("\n", faults))
{
    /// <inheritdoc/>
    public override string Code => "Invalid";

    /// <summary>The faults that were found, in the order of the text.</summary>
    public ImmutableArray<ManifestFault> Faults { get; } = faults;
}
