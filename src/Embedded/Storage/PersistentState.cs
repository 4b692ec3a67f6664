using System.Reflection;
using Orleans.Core;

namespace Orleans.Embedded;

/// <summary>A record of one activation.</summary>
internal sealed class PersistentState<T>(string name, GrainId grainId, IGrainStorage storage) : IPersistentState<T>, IGrainState<T>
{
    public T State { get; set; } = NewState();

    T? IGrainState<T>.State
    {
        get => State;
        set => State = value ?? NewState();
    }

    public string? ETag { get; set; }
    public string? Etag => ETag;
    public bool RecordExists { get; set; }

    public Task ReadStateAsync() => ReadStateAsync(default);
    public Task WriteStateAsync() => WriteStateAsync(default);
    public Task ClearStateAsync() => ClearStateAsync(default);

    public Task ReadStateAsync(CancellationToken cancellationToken) =>
        storage.ReadStateAsync(name, grainId, this, cancellationToken);

    public Task WriteStateAsync(CancellationToken cancellationToken) =>
        storage.WriteStateAsync(name, grainId, this, cancellationToken);

    public Task ClearStateAsync(CancellationToken cancellationToken) =>
        storage.ClearStateAsync(name, grainId, this, cancellationToken);

    private static T NewState() => Activator.CreateInstance<T>();
}

/// <summary>Makes the records that a grain's constructor asks for.</summary>
internal static class PersistentStates
{
    public static object Create(Activation activation, ParameterInfo parameter)
    {
        var name = parameter.GetCustomAttribute<PersistentStateAttribute>()!;
        var storage = activation.ActivationServices.GetKeyedService<IGrainStorage>(name.StorageName ?? "Default")
            ?? throw new OrleansConfigurationException(
                $"{activation.Class.Type} keeps '{name.StateName}' in the storage '{name.StorageName ?? "Default"}', which is not configured.");
        var type = typeof(PersistentState<>).MakeGenericType(parameter.ParameterType.GetGenericArguments());
        var state = Activator.CreateInstance(type, name.StateName, activation.GrainId, storage)!;
        (activation.Extras.States ??= []).Add((IStorage)state);
        return state;
    }
}
