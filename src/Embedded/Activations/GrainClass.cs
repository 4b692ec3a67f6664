using System.Reflection;
using Orleans.Concurrency;
using Orleans.Placement;

namespace Orleans.Embedded;

/// <summary>A grain class on one silo: how to make its grains and how long to keep them.</summary>
internal sealed class GrainClass
{
    private readonly ParameterInfo[] states;
    private ObjectFactory? factory;
    private int activations;

    public GrainClass(Silo silo, Type type, GrainCollectionOptions options)
    {
        Silo = silo;
        Type = type;
        states = [.. type.GetConstructors().SelectMany(c => c.GetParameters()).Where(p => p.IsDefined(typeof(PersistentStateAttribute)))];
        IsReentrant = type.IsDefined(typeof(ReentrantAttribute));
        PrefersLocal = type.IsDefined(typeof(PreferLocalPlacementAttribute));
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>()?.MaxLocalWorkers ?? 0;
        HasOnActivate = Overrides(nameof(IGrainBase.OnActivateAsync));
        HasOnDeactivate = Overrides(nameof(IGrainBase.OnDeactivateAsync));
        var age = type.GetCustomAttribute<CollectionAgeLimitAttribute>()?.AgeLimit
            ?? (options.ClassSpecificCollectionAge.TryGetValue(type.FullName!, out var own) ? own : options.CollectionAge);
        IsKept = age == TimeSpan.MaxValue || type.IsDefined(typeof(KeepAliveAttribute));
        CollectionAge = IsKept ? 0 : (long)age.TotalMilliseconds;
    }

    public Silo Silo { get; }
    public Type Type { get; }
    public bool IsReentrant { get; }
    public bool PrefersLocal { get; }

    /// <summary>How many activations of one stateless worker a silo may have; 0 for other grains.</summary>
    public int MaxWorkers { get; }

    public bool HasOnActivate { get; }
    public bool HasOnDeactivate { get; }

    /// <summary>Whether idle activations stay.</summary>
    public bool IsKept { get; }

    public long CollectionAge { get; }
    public int Activations => activations;

    public object Create(Activation activation)
    {
        factory ??= ActivatorUtilities.CreateFactory(Type, Array.ConvertAll(states, p => p.ParameterType));
        return factory(Silo.Services, states.Length == 0 ? null : Array.ConvertAll(states, p => PersistentStates.Create(activation, p)));
    }

    public void Count(int change) => Interlocked.Add(ref activations, change);

    private bool Overrides(string method) =>
        !Type.IsAssignableTo(typeof(Grain))
        || Type.GetMethod(method, BindingFlags.Instance | BindingFlags.Public)?.DeclaringType != typeof(Grain);
}
