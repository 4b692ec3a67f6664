namespace Orleans.Placement;

/// <summary>Activations of the grain are never moved while they live. (The embedded engine moves none.)</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ImmovableAttribute : Attribute;
