namespace Muster.Silo;

/// <summary>A flavor as people write it.</summary>
public sealed class FlavorSettings
{
    /// <summary>Name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Labels of its nodes.</summary>
    public Dictionary<string, string> NodeLabels { get; } = [];
}
