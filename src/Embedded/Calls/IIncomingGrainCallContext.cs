using System.Reflection;

namespace Orleans;

/// <summary>One call, as a filter beside the callee sees it.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    IGrainContext TargetContext { get; }
    MethodInfo ImplementationMethod { get; }
}
