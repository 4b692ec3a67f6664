namespace Muster.Scheduling;

/// <summary>What quota is counted on: a resource of a flavor.</summary>
public readonly record struct FlavorResource(string Flavor, string Resource);
