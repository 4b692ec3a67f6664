using System.Collections.Concurrent;
using System.Reflection;

namespace Orleans.Embedded;

/// <summary>A grain interface with the proxy class that was made for it.</summary>
internal sealed class GrainInterface
{
    private static readonly ConcurrentDictionary<Type, GrainInterface> Known = new();
    private readonly Lazy<Func<GrainFactory, GrainId, GrainReference>> proxy;

    private GrainInterface(Type type)
    {
        Type = type;
        Name = GrainInterfaceType.Create(type.GetCustomAttribute<GrainInterfaceTypeAttribute>()?.Name
            ?? type.GetCustomAttribute<AliasAttribute>()?.Alias
            ?? type.FullName!);
        proxy = new(() => ProxyEmitter.Emit(this));
    }

    public Type Type { get; }
    public GrainInterfaceType Name { get; }

    public IEnumerable<MethodInfo> Methods => Type.GetMethods().Concat(Type.GetInterfaces().SelectMany(i => i.GetMethods()))
        .Where(m => !m.IsStatic);

    public static GrainInterface Of(Type type) => Known.GetOrAdd(type, static t => new(t));
    public GrainReference Refer(GrainFactory factory, GrainId id) => proxy.Value(factory, id);
}
