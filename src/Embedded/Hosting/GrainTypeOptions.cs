namespace Orleans.Configuration;

/// <summary>The grain classes of a silo, to be changed before it starts.</summary>
public sealed class GrainTypeOptions
{
    public HashSet<Type> Classes { get; } = [];
}
