using System.Globalization;
using System.Reflection;

namespace Client.Tests;

/// <summary>The public types and members of an assembly as lines of text, near to C#. What a compiler adds to records is left out.</summary>
internal static class PublicApi
{
    private static readonly string[] OfRecords = ["Equals", "GetHashCode", "ToString", "Deconstruct", "PrintMembers"];

    private static readonly NullabilityInfoContext Nullability = new();

    public static IEnumerable<string> Of(Assembly assembly) =>
        assembly.GetExportedTypes().OrderBy(static t => t.FullName, StringComparer.Ordinal).SelectMany(Lines);

    private static IEnumerable<string> Lines(Type type) =>
        type.GetMembers(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
            .Select(Line).OfType<string>().Order(StringComparer.Ordinal).Select(static l => "  " + l).Prepend(Head(type));

    private static string Head(Type type)
    {
        var kind = type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct" : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";
        var bases = type.GetInterfaces().Where(static i => i is { IsGenericType: false, IsPublic: true }).Select(static i => i.Name).Order(StringComparer.Ordinal);
        if (type.BaseType is { } parent && parent != typeof(object) && !type.IsEnum && !type.IsValueType)
            bases = bases.Prepend(parent.Name).Order(StringComparer.Ordinal);
        var list = type.IsEnum ? "" : string.Join(", ", bases);
        return $"{kind} {type.FullName}{(list.Length > 0 ? " : " + list : "")}";
    }

    private static string? Line(MemberInfo member) => member switch
    {
        FieldInfo { IsPublic: true } field when field.Name != "value__" =>
            $"{(field.IsLiteral ? "const" : field.IsStatic ? "static readonly" : "field")} {Name(Nullability.Create(field))} {field.Name}{(field.IsLiteral ? " = " + Text(field.GetRawConstantValue()) : "")}",
        ConstructorInfo { IsPublic: true } made => $"new({Parameters(made)})",
        PropertyInfo property when property.GetMethod is { IsPublic: true } get =>
            $"{(get.IsStatic ? "static " : "")}{Name(Nullability.Create(property))} {property.Name} {{ get;{Setter(property)} }}",
        MethodInfo { IsPublic: true, IsSpecialName: false } method when !method.Name.StartsWith('<') && !OfRecords.Contains(method.Name) =>
            $"{(method.IsStatic ? "static " : "")}{Name(Nullability.Create(method.ReturnParameter))} {method.Name}({Parameters(method)})",
        _ => null,
    };

    private static string Setter(PropertyInfo property) =>
        property.SetMethod is not { IsPublic: true } set ? "" : set.ReturnParameter.GetRequiredCustomModifiers().Length > 0 ? " init;" : " set;";

    private static string Parameters(MethodBase method) => string.Join(", ", method.GetParameters().Select(static p =>
        $"{Name(Nullability.Create(p))} {p.Name}{(p.HasDefaultValue ? " = " + Text(p.DefaultValue) : "")}"));

    private static string Text(object? value) => value is string text ? $"\"{text}\"" : value is null ? "default" : Convert.ToString(value, CultureInfo.InvariantCulture)!;

    private static string Name(NullabilityInfo info)
    {
        var type = info.Type;
        if (Nullable.GetUnderlyingType(type) is { } inner)
            return inner.Name + "?";
        var name = type.Name.Split('`')[0];
        if (type.IsGenericType)
            name += $"<{string.Join(", ", info.GenericTypeArguments.Select(Name))}>";
        return name + (!type.IsValueType && info.ReadState == NullabilityState.Nullable ? "?" : "");
    }
}
