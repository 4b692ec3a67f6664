using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>A grain as its callers hold it.</summary>
public abstract class GrainReference : IAddressable
{
    public GrainId GrainId { get; }

    internal GrainReference As(Type interfaceType) => throw new NotImplementedException(interfaceType.Name);
}
