using System.Reflection;

namespace Orleans;

/// <summary>One call, as a filter sees it.</summary>
public interface IGrainCallContext
{
    object Grain { get; }
    GrainId? SourceId { get; }
    GrainId TargetId { get; }
    GrainInterfaceType InterfaceType { get; }
    string InterfaceName { get; }
    string MethodName { get; }
    MethodInfo InterfaceMethod { get; }
    object? Result { get; set; }

    Task Invoke();
}
