using System.Reflection;
using System.Text.RegularExpressions;

namespace Orleans.Embedded;

/// <summary>The grain classes there are, and the interfaces they have.</summary>
internal sealed class GrainManifest
{
    private static readonly Lazy<Type[]> Found = new(Discover);
    private readonly ILookup<Type, KeyValuePair<GrainType, Type>> implementations;
    private readonly Dictionary<Type, GrainType> only;

    private GrainManifest(IEnumerable<Type> classes)
    {
        Classes = classes.Distinct().ToDictionary(NameOf);
        implementations = Classes
            .SelectMany(c => c.Value.GetInterfaces().Where(IsGrainInterface), (c, i) => (Interface: i, Class: c))
            .ToLookup(p => p.Interface, p => p.Class);
        only = implementations.Where(i => i.Count() == 1).ToDictionary(i => i.Key, i => i.Single().Key);
    }

    public Dictionary<GrainType, Type> Classes { get; }
    public IEnumerable<Type> Interfaces => implementations.Select(i => i.Key);

    public static GrainManifest For(GrainTypeOptions options) => new(Found.Value.Concat(options.Classes));

    public GrainType GrainTypeOf(Type interfaceType, string? prefix)
    {
        if (prefix is null && only.TryGetValue(interfaceType, out var known))
            return known;

        var all = implementations[interfaceType].ToArray();
        var fitting = Array.FindAll(all, c => prefix is null || c.Value.FullName!.StartsWith(prefix, StringComparison.Ordinal));
        return fitting.Length == 1
            ? fitting[0].Key
            : throw new ArgumentException(
                $"{fitting.Length} grain classes implement {interfaceType} (prefix '{prefix}'): {string.Join(", ", all.Select(c => c.Value))}.");
    }

    private static bool IsGrainInterface(Type type) =>
        type.IsAssignableTo(typeof(IAddressable)) && type.Assembly != typeof(IGrain).Assembly || type == typeof(IManagementGrain);

    /// <summary>The name that [GrainType] gives; else the class's own in lower case without its "Grain".</summary>
    private static GrainType NameOf(Type type)
    {
        if (type.GetCustomAttribute<GrainTypeAttribute>() is { } given)
            return GrainType.Create(given.Name);

        var name = Regex.Replace(type.Name, "(?<=.)Grain$", "", RegexOptions.IgnoreCase);
        return GrainType.Create(name.ToLowerInvariant());
    }

    /// <summary>Looks in every assembly that knows the engine, among those loaded and all they refer to.</summary>
    private static Type[] Discover()
    {
        var engine = typeof(GrainManifest).Assembly.GetName().Name;
        var seen = new HashSet<string>();
        var pending = new Stack<Assembly>(AppDomain.CurrentDomain.GetAssemblies().Where(a => !a.IsDynamic));
        var classes = new List<Type>();
        while (pending.TryPop(out var assembly))
        {
            if (!seen.Add(assembly.FullName!))
                continue;

            var references = assembly.GetReferencedAssemblies();
            if (assembly.GetName().Name == engine || Array.Exists(references, r => r.Name == engine))
                classes.AddRange(assembly.GetTypes().Where(IsGrainClass));

            foreach (var reference in references.Where(r => !seen.Contains(r.FullName) && !IsPlatform(r.Name!)))
                pending.Push(Assembly.Load(reference));
        }

        return [.. classes];
    }

    private static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false, IsGenericType: false }
        && type.IsAssignableTo(typeof(IGrainBase));

    private static bool IsPlatform(string name) =>
        name.StartsWith("System.", StringComparison.Ordinal)
        || name.StartsWith("Microsoft.", StringComparison.Ordinal)
        || name is "netstandard" or "mscorlib";
}
