using System.Collections;
using System.Reflection;
using Muster.Contracts;
using Muster.Grains;
using Muster.Kubernetes;

namespace Muster.Silo;

/// <summary>
/// Which settings there are below <c>Muster</c>, by the types that they are read into. What is none of them was passed over in
/// silence otherwise, and the default stood in its place.
/// </summary>
internal static class SettingNames
{
    private const string Root = "Muster";

    /// <summary>Sections that are read by themselves, beside those of <see cref="SiloSettings"/>. Those of a client belong to it.</summary>
    private static readonly Dictionary<string, Type> Sections = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Queues"] = typeof(List<QueueSettings>), ["Flavors"] = typeof(List<FlavorSettings>), ["Clusters"] = typeof(List<ClusterSettings>),
        ["Simulation"] = typeof(SimulationOptions), ["Kubernetes"] = typeof(KubernetesOptions), ["Events"] = typeof(EventOptions),
        ["Metrics"] = typeof(MetricsSettings), ["Jobs"] = typeof(JobOptions), ["Nodes"] = typeof(NodeOptions), ["QueueLimits"] = typeof(QueueOptions),
        ["MemberClusters"] = typeof(MemberClusterOptions), ["Client"] = typeof(object),
    };

    /// <summary>What is no setting, each with the nearest that is one.</summary>
    /// <param name="muster">The section <c>Muster</c>.</param>
    public static IEnumerable<string> Faults(IConfigurationSection muster)
    {
        var known = new Dictionary<string, Type>(Sections, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, type) in Properties(typeof(SiloSettings)))
            known.TryAdd(name, type);
        return Faults(muster, Root, known);
    }

    private static IEnumerable<string> Faults(IConfigurationSection section, string path, Dictionary<string, Type> known)
    {
        foreach (var child in section.GetChildren())
        {
            if (known.TryGetValue(child.Key, out var type))
                foreach (var fault in Below(child, $"{path}:{child.Key}", type))
                    yield return fault;
            else
                yield return $"{path}:{Names.Clip(child.Key)} is no setting; {Nearest.Advice(child.Key, known.Keys.Order(StringComparer.Ordinal).ToList())}";
        }
    }

    private static IEnumerable<string> Below(IConfigurationSection section, string path, Type type)
    {
        // Names of elements and entries are their writer's own.
        if (ElementOf(type) is { } element)
            return section.GetChildren().SelectMany(child => Below(child, $"{path}:{child.Key}", element));
        if (!IsValue(type))
            return type == typeof(object) ? [] : Faults(section, path, Properties(type));
        return section.GetChildren().Any() ? [$"{path} is one value, and there is '{Names.Clip(section.GetChildren().First().Key)}' below it; write the value itself."] : [];
    }

    // What the binder sets: what has a setter, and lists that it adds to.
    private static Dictionary<string, Type> Properties(Type type) => type.GetProperties(BindingFlags.Public | BindingFlags.Instance)
        .Where(static p => p.SetMethod is { IsPublic: true } || ElementOf(p.PropertyType) is not null)
        .ToDictionary(static p => p.Name, static p => p.PropertyType, StringComparer.OrdinalIgnoreCase);

    private static Type? ElementOf(Type type)
    {
        if (type == typeof(string) || !type.IsAssignableTo(typeof(IEnumerable)))
            return null;
        var interfaces = type.GetInterfaces().Append(type).Where(static i => i.IsGenericType).ToList();
        return interfaces.FirstOrDefault(static i => i.GetGenericTypeDefinition() == typeof(IDictionary<,>))?.GetGenericArguments()[1]
            ?? interfaces.FirstOrDefault(static i => i.GetGenericTypeDefinition() == typeof(IEnumerable<>))?.GetGenericArguments()[0];
    }

    // One that is read from a text as a whole.
    private static bool IsValue(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return type.IsPrimitive || type.IsEnum || type == typeof(string) || type.IsAssignableTo(typeof(IFormattable)) || type == typeof(Uri);
    }
}
