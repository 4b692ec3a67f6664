using System.Diagnostics.CodeAnalysis;
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
    private static readonly Dictionary<Type, Func<object>> MakerOf = Makers();

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

    // What is kept of a type here is kept by a trimmer, too: its constructor, and its properties to be set one by one.
    private static Dictionary<Type, Func<object>> Makers()
    {
        var makers = new Dictionary<Type, Func<object>>();
        Keep<Job>(makers);
        Keep<JobMetadata>(makers);
        Keep<JobSpec>(makers);
        Keep<JobStatus>(makers);
        Keep<ClusterConstraints>(makers);
        Keep<RuntimeSpec>(makers);
        Keep<RetrySpec>(makers);
        Keep<FailoverSpec>(makers);
        Keep<PodSet>(makers);
        Keep<JobNote>(makers);
        Keep<JobChange>(makers);
        Keep<Explanation>(makers);
        Keep<GangDemand>(makers);
        Keep<PodShape>(makers);
        Keep<QueueSpec>(makers);
        Keep<QueueSnapshot>(makers);
        Keep<FlavorQuota>(makers);
        Keep<FlavorSpec>(makers);
        Keep<ResourceQuota>(makers);
        Keep<ClusterSpec>(makers);
        Keep<ClusterSnapshot>(makers);
        Keep<NodeInfo>(makers);
        Keep<NodeSnapshot>(makers);
        Keep<Problem>(makers);
        Keep<JobBatch>(makers);
        Keep<JobBatchItem>(makers);
        Keep<JobBatchOutcome>(makers);
        Keep<CordonRequest>(makers);
        Keep<ClusterRequest>(makers);
        Keep<ClusterAccess>(makers);
        Keep<ClusterCheck>(makers);
        Keep<RecoveryReport>(makers);
        Keep<RecoveryCluster>(makers);
        Keep<RecoveryJob>(makers);
        return makers;
    }

    private static void Keep<[DynamicallyAccessedMembers(DynamicallyAccessedMemberTypes.PublicParameterlessConstructor | DynamicallyAccessedMemberTypes.PublicProperties)] T>(Dictionary<Type, Func<object>> makers)
        where T : class, new() => makers.Add(typeof(T), static () => new T());

    private static void KeepDefaults(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object || !MakerOf.TryGetValue(type.Type, out var make))
            return;
        type.CreateObject = make;
        foreach (var member in type.Properties)
            if (member.AttributeProvider is PropertyInfo { CanWrite: true } property)
                member.Set = property.SetValue;
    }
}
