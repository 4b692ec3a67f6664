using System.Reflection;

namespace Orleans.Embedded;

/// <summary>One call on its way through the filters.</summary>
internal sealed class IncomingCall(Request request, Func<object, Task<object?>> method)
    : IIncomingGrainCallContext
{
    private int stage;

    public object Grain => request.Callee.GrainInstance!;
    public GrainId? SourceId => request.Caller?.GrainId;
    public GrainId TargetId => request.Target.GrainId;
    public GrainInterfaceType InterfaceType => request.Info.Interface!.Name;
    public string InterfaceName => request.Info.Interface!.Type.FullName!;
    public string MethodName => InterfaceMethod.Name;
    public MethodInfo InterfaceMethod => request.Info.Method!;
    public IGrainContext TargetContext => request.Callee;
    public object? Result { get; set; }

    public MethodInfo ImplementationMethod
    {
        get
        {
            var map = Grain.GetType().GetInterfaceMap(InterfaceMethod.DeclaringType!);
            return map.TargetMethods[Array.IndexOf(map.InterfaceMethods, InterfaceMethod)];
        }
    }

    public async Task Invoke()
    {
        var filters = request.Callee.Silo.Filters;
        var current = stage++;
        if (current < filters.Length)
        {
            await filters[current].Invoke(this);
        }
        else if (current == filters.Length && Grain is IIncomingGrainCallFilter own)
        {
            await own.Invoke(this);
        }
        else
        {
            Result = await method(Grain);
        }
    }
}
