using System.Reflection;

namespace Orleans.Embedded;

/// <summary>Refuses grain interfaces whose values could change under way, for this engine passes them by reference.</summary>
internal static class ContractCheck
{
    private static readonly Type[] Values =
    [
        typeof(string), typeof(decimal), typeof(Guid), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly),
        typeof(TimeSpan), typeof(Uri), typeof(Version), typeof(Int128), typeof(UInt128), typeof(Half),
    ];

    private static readonly Type[] Views =
    [
        typeof(IReadOnlyList<>), typeof(IReadOnlyCollection<>), typeof(IReadOnlyDictionary<,>), typeof(IReadOnlySet<>),
        typeof(KeyValuePair<,>),
    ];

    public static void Verify(GrainManifest manifest)
    {
        var faults = manifest.Interfaces.Where(i => i.Assembly != typeof(ContractCheck).Assembly).SelectMany(FaultsOf).ToList();
        if (faults.Count > 0)
        {
            throw new OrleansConfigurationException(
                $"The grain interfaces break {faults.Count} rule(s):{string.Concat(faults.Select(f => $"{Environment.NewLine}- {f}"))}");
        }
    }

    public static IEnumerable<string> FaultsOf(Type type)
    {
        if (!type.IsVisible)
            yield return $"{type}: make it public, so that a proxy can implement it.";

        foreach (var method in type.GetMethods().Where(m => !m.IsStatic))
        {
            var name = $"{type}.{method.Name}";
            if (method.IsGenericMethod)
                yield return $"{name}: make it non-generic.";

            if (ResultOf(method.ReturnType) is not { } result)
            {
                yield return $"{name}: return Task, Task<T>, ValueTask, ValueTask<T> or IAsyncEnumerable<T>, not {method.ReturnType}.";
            }
            else if (!method.ReturnParameter.IsDefined(typeof(ImmutableAttribute)) && Fault(result) is { } fault)
            {
                yield return $"{name}: the result {result} can change: {fault}.";
            }

            var parameters = method.GetParameters();
            if (parameters.Count(p => p.ParameterType == typeof(CancellationToken)) > 1)
                yield return $"{name}: take one CancellationToken at most.";

            foreach (var parameter in parameters.Where(p => p.ParameterType != typeof(CancellationToken)))
            {
                if (!parameter.IsDefined(typeof(ImmutableAttribute)) && Fault(parameter.ParameterType) is { } fault)
                    yield return $"{name}: the parameter '{parameter.Name}' of type {parameter.ParameterType} can change: {fault}.";
            }
        }
    }

    private static Type? ResultOf(Type type)
    {
        if (type == typeof(Task) || type == typeof(ValueTask))
            return typeof(int);

        var definition = type.IsGenericType ? type.GetGenericTypeDefinition() : null;
        return definition == typeof(Task<>) || definition == typeof(ValueTask<>) || definition == typeof(IAsyncEnumerable<>)
            ? type.GetGenericArguments()[0]
            : null;
    }

    /// <summary>Why a type may change, and what to do about it; null if it cannot.</summary>
    private static string? Fault(Type type) => Fault(type, []);

    private static string? Fault(Type type, HashSet<Type> seen)
    {
        if (type.IsPrimitive || type.IsEnum || Values.Contains(type) || type.IsAssignableTo(typeof(IAddressable)) || !seen.Add(type))
            return null;

        if (type.IsArray)
            return $"{type} is an array: use ImmutableArray<{type.GetElementType()}>";

        if (IsImmutableContainer(type))
            return type.GetGenericArguments().Select(argument => Fault(argument, seen)).FirstOrDefault(f => f is not null);

        if (!type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false))
        {
            return type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true
                ? $"{type} is mutable: use a type of System.Collections.Immutable"
                : $"{type} is not marked [GenerateSerializer]";
        }

        return type.IsDefined(typeof(ImmutableAttribute), inherit: false) ? null : FaultOfFields(type, seen);
    }

    private static bool IsImmutableContainer(Type type) =>
        type.IsGenericType
        && (type.Namespace is "System.Collections.Immutable" or "System.Collections.Frozen" && type.DeclaringType is null
            || Views.Contains(type.GetGenericTypeDefinition())
            || Nullable.GetUnderlyingType(type) is not null
            || type.FullName!.StartsWith("System.ValueTuple`", StringComparison.Ordinal));

    private static string? FaultOfFields(Type type, HashSet<Type> seen)
    {
        for (var level = type; level is not null && level != typeof(object) && level != typeof(ValueType); level = level.BaseType)
        {
            foreach (var field in level.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly))
            {
                if (!field.IsInitOnly)
                    return $"{level}.{field.Name} can be set: make it init-only, or mark the type [Immutable] if it never changes";

                if (Fault(field.FieldType, seen) is { } fault)
                    return fault;
            }
        }

        return null;
    }
}
