using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Muster.Contracts;

/// <summary>
/// JSON that somebody else wrote, in which fields may be absent: an absent field keeps the default that its type gives it.
/// </summary>
/// <remarks>
/// Source-generated metadata alone would not do: it hands init-only properties to a constructor of its own making, and so
/// sets what is absent to null or zero (dotnet/runtime#58770). Here objects are made by their own constructors, and only
/// what is there is set.
/// </remarks>
public static class OutsideJson
{
    private static readonly IJsonTypeInfoResolver Resolver =
        JsonTypeInfoResolver.Combine(MusterJson.Default, ApiJson.Default).WithAddedModifier(KeepDefaults);

    private static readonly JsonSerializerOptions Tolerant = Make(JsonUnmappedMemberHandling.Skip);

    private static readonly JsonSerializerOptions Strict = Make(JsonUnmappedMemberHandling.Disallow);

    /// <summary>For requests: a field that is not known is an error.</summary>
    public static JsonTypeInfo<T> Request<T>() => (JsonTypeInfo<T>)Strict.GetTypeInfo(typeof(T));

    /// <summary>For answers: a field that is not known comes from a newer silo, and is passed over.</summary>
    public static JsonTypeInfo<T> Answer<T>() => (JsonTypeInfo<T>)Tolerant.GetTypeInfo(typeof(T));

    private static JsonSerializerOptions Make(JsonUnmappedMemberHandling unmapped)
    {
        var options = new JsonSerializerOptions(MusterJson.Default.Options)
        {
            TypeInfoResolver = Resolver, UnmappedMemberHandling = unmapped, RespectNullableAnnotations = true,
        };
        options.MakeReadOnly();
        return options;
    }

    private static void KeepDefaults(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || type.Type.GetConstructor(Type.EmptyTypes) is not { } constructor)
            return;
        type.CreateObject = () => constructor.Invoke(null);
        foreach (var member in type.Properties)
            if (member.AttributeProvider is PropertyInfo { CanWrite: true } property)
                member.Set = property.SetValue;
    }
}
