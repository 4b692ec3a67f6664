using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Embedded;

/// <summary>What is known of a grain method before anyone calls it.</summary>
internal sealed class CallInfo
{
    public CallInfo(GrainInterface? owner, MethodInfo method)
    {
        Interface = owner;
        Method = method;
        Name = $"{method.DeclaringType!.Name}.{method.Name}";
        IsReadOnly = method.IsDefined(typeof(ReadOnlyAttribute));
        AlwaysInterleaves = IsStream(method) || method.IsDefined(typeof(AlwaysInterleaveAttribute));
        IsOneWay = method.IsDefined(typeof(OneWayAttribute));
        Timeout = IsStream(method) ? System.Threading.Timeout.InfiniteTimeSpan : method.GetCustomAttribute<ResponseTimeoutAttribute>()?.Timeout;
    }

    /// <summary>A call of the engine's own: it waits for nobody, and nobody's patience ends it.</summary>
    private CallInfo(string name, bool interleaves, bool waits = true)
    {
        Name = name;
        AlwaysInterleaves = interleaves;
        Timeout = waits ? System.Threading.Timeout.InfiniteTimeSpan : null;
    }

    public static CallInfo Timer { get; } = new("timer", interleaves: false);
    public static CallInfo InterleavingTimer { get; } = new("timer", interleaves: true);
    public static CallInfo Enumeration { get; } = new("enumeration", interleaves: true);
    public static CallInfo EndOfEnumeration { get; } = new("end of enumeration", interleaves: true, waits: false);
    public GrainInterface? Interface { get; }
    public MethodInfo? Method { get; }
    public string Name { get; }
    public bool IsReadOnly { get; }
    public bool AlwaysInterleaves { get; }
    public bool IsOneWay { get; }
    public TimeSpan? Timeout { get; }

    private static bool IsStream(MethodInfo method) =>
        method.ReturnType.IsGenericType && method.ReturnType.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
}
