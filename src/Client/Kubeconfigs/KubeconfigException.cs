using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>A kubeconfig is not acceptable. It was only read: nothing was run, fetched or connected to. Its text shows no secret.</summary>
public sealed class KubeconfigException(ImmutableArray<ManifestFault> faults) : MusterException(string.Join("\n", faults))
{
    /// <summary>What is wrong, in order of lines, with remedies.</summary>
    public ImmutableArray<ManifestFault> Faults { get; } = faults;

    /// <inheritdoc/>
    public override string Code => "InvalidKubeconfig";
}
