namespace Muster.Silo;

/// <summary>Quota of one resource as people write it: quantities as text.</summary>
public sealed class QuotaSettings
{
    /// <summary>What the queue may use without asking anybody.</summary>
    public string Nominal { get; set; } = "0";

    /// <summary>What it may use above that; not set for no limit.</summary>
    public string? BorrowingLimit { get; set; }

    /// <summary>What others may use of it; not set for all.</summary>
    public string? LendingLimit { get; set; }
}
