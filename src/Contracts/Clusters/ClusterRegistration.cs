using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>A member cluster, as it is on record. Never its credentials, but as a text that only silos with the key can read.</summary>
[GenerateSerializer, Immutable, Alias("muster.cluster-registration")]
public sealed record ClusterRegistration
{
    /// <summary>Most clusters, configured and registered together.</summary>
    public const int MaxClusters = 1_000;

    /// <summary>Longest identity of a cluster, in characters.</summary>
    public const int MaxUidLength = 128;

    /// <summary>Name and labels.</summary>
    [Id(0)] public ClusterSpec Spec { get; init; } = new();

    /// <summary>The identity that it was first heard with, or that an operator accepted; null while it was never heard from.</summary>
    [Id(1)] public string? Uid { get; init; }

    /// <summary>Who registered it; empty for one of the configuration.</summary>
    [Id(2)] public string AddedBy { get; init; } = "";

    /// <summary>When it was registered.</summary>
    [Id(3)] public DateTimeOffset AddedAt { get; init; }

    /// <summary>Grows whenever it is registered anew or another identity is accepted. That it was first heard from does not count.</summary>
    [Id(4)] public long Version { get; init; }

    /// <summary>What it stands for.</summary>
    [Id(5)] public RegistrationState State { get; init; }

    /// <summary>How it is entered, sealed by the silo that registered it; null where each silo keeps that itself. A ledger of one silo alone does not keep it.</summary>
    [Id(6)] public string? SealedAccess { get; init; }

    /// <summary>Its name.</summary>
    public ClusterName Name => new(Spec.Name);

    /// <summary>Name, identity and what it stands for; not how it is entered.</summary>
    public override string ToString() => $"{Spec.Name} ({State}, {Uid ?? "not heard from"}, version {Version})";

    /// <summary>Passes name and labels on that may be registered.</summary>
    /// <exception cref="InvalidRequestException">They may not; every fault is named.</exception>
    public static void Require(ClusterSpec spec)
    {
        if (Faults(spec) is { IsEmpty: false } faults)
            throw new InvalidRequestException(faults);
    }

    /// <summary>What is wrong with name and labels; empty when they may be registered.</summary>
    public static ImmutableArray<FieldError> Faults(ClusterSpec spec)
    {
        var faults = new FaultList();
        if (!Names.IsLabel(spec.Name))
            faults.Add("name", $"'{Names.Clip(spec.Name)}' is not a name", "use 1 to 63 lower-case letters, digits and '-', beginning and ending with a letter or digit");
        LabelRules.CheckLabels("labels", spec.Labels, faults);
        return faults.ToImmutable();
    }
}
