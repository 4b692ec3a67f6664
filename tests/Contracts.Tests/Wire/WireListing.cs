using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using Muster.Contracts;

namespace Contracts.Tests;

/// <summary>All that is on the wire, as text. It reads attributes by name, so that it says the same under both engines.</summary>
internal static class WireListing
{
    private const BindingFlags Members = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    public static string Write()
    {
        var text = new StringBuilder();
        var types = typeof(Job).Assembly.GetTypes().Where(t => t.Namespace == typeof(Job).Namespace && t.GetCustomAttribute<CompilerGeneratedAttribute>() is null);
        foreach (var type in types.Where(t => Alias(t) is not null).OrderBy(t => Alias(t), StringComparer.Ordinal))
            if (type.IsEnum)
                AppendEnum(text, type);
            else if (type.IsInterface)
                AppendGrain(text, type);
            else
                AppendType(text, type);
        return text.ToString();
    }

    /// <summary>Types that travel without an alias: their name could not be changed any more.</summary>
    public static IEnumerable<Type> WithoutAlias() =>
        typeof(Job).Assembly.GetTypes().Where(t => t.Namespace == typeof(Job).Namespace && Attribute(t, "GenerateSerializerAttribute") is not null && Alias(t) is null);

    private static void AppendEnum(StringBuilder text, Type type)
    {
        text.Append($"enum {Alias(type)} {type.Name} : {Enum.GetUnderlyingType(type).Name}\n");
        foreach (var value in Enum.GetValues(type))
            text.Append($"  {Convert.ToInt64(value, null)} {value}\n");
    }

    private static void AppendGrain(StringBuilder text, Type type)
    {
        text.Append($"grain {Alias(type)} {type.Name}\n");
        foreach (var method in type.GetMethods().Where(m => m.IsAbstract).OrderBy(m => Alias(m), StringComparer.Ordinal))
            text.Append($"  {Alias(method) ?? "NO ALIAS"} {method.Name}({string.Join(", ", method.GetParameters().Select(p => Name(p.ParameterType)))}) : {Name(method.ReturnType)}\n");
    }

    private static void AppendType(StringBuilder text, Type type)
    {
        text.Append($"type {Alias(type)} {type.Name}\n");
        var members = type.GetMembers(Members).Where(m => m is PropertyInfo or FieldInfo && Attribute(m, "IdAttribute") is not null);
        foreach (var (id, member) in members.Select(m => (Id: Convert.ToInt32(Value(m, "IdAttribute", "Id"), null), m)).OrderBy(m => m.Id))
            text.Append($"  {id} {member.Name} : {Name(member is PropertyInfo p ? p.PropertyType : ((FieldInfo)member).FieldType)}\n");
    }

    private static string? Alias(MemberInfo member) => (string?)Value(member, "AliasAttribute", "Alias");

    private static Attribute? Attribute(MemberInfo member, string name) => member.GetCustomAttributes(inherit: false).OfType<Attribute>().FirstOrDefault(a => a.GetType().Name == name);

    private static object? Value(MemberInfo member, string name, string property) =>
        Attribute(member, name) is { } attribute ? attribute.GetType().GetProperty(property)!.GetValue(attribute) : null;

    private static string Name(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>"
        : type.Name;
}
