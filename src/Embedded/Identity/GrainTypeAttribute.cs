namespace Orleans;

/// <summary>The name of a grain class in identities, which outlives renames.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class GrainTypeAttribute(string grainType) : Attribute
{
    internal string Name { get; } = grainType;
}
