namespace Muster.Silo;

/// <summary>A queue's quota on one flavor, as people write it.</summary>
public sealed class FlavorQuotaSettings
{
    /// <summary>The flavor.</summary>
    public string Flavor { get; set; } = "";

    /// <summary>Quota by resource.</summary>
    public Dictionary<string, QuotaSettings> Resources { get; } = [];
}
