namespace Muster.Contracts;

/// <summary>What a recovery found in a cluster.</summary>
public sealed record RecoveryCluster
{
    /// <summary>Its name.</summary>
    public string Name { get; init; } = "";

    /// <summary>True when it was to be left out: what runs there stays as it is until it is recovered as well.</summary>
    public bool LeftOut { get; init; }

    /// <summary>Why it could not be looked at, for people; null when it was.</summary>
    public string? Problem { get; init; }

    /// <summary>Its nodes.</summary>
    public int Nodes { get; init; }

    /// <summary>Attempts that stand there, with or without pods.</summary>
    public int Attempts { get; init; }

    /// <summary>Pods of attempts.</summary>
    public int Pods { get; init; }

    /// <summary>Which ledger was last written down there, and how far it had come; null for none.</summary>
    public string? Witness { get; init; }
}
