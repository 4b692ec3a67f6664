namespace Orleans.Placement;

/// <summary>New activations of the grain start on the silo of their first caller.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class PreferLocalPlacementAttribute : Attribute;
