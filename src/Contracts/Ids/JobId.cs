using System.Text.Json.Serialization;

namespace Muster.Contracts;

/// <summary>A job's name within its namespace. Text form, and grain key: <c>namespace/name</c>.</summary>
[GenerateSerializer, Immutable, Alias("muster.job-id")]
[JsonConverter(typeof(JobIdJsonConverter))]
public readonly record struct JobId([property: Id(0)] string Namespace, [property: Id(1)] string Name)
{
    /// <summary>Reads <c>namespace/name</c>, or <c>name</c> in the namespace <c>default</c>.</summary>
    /// <exception cref="InvalidRequestException">A part is no DNS-1123 label.</exception>
    public static JobId Parse(string text)
    {
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        var id = slash < 0 ? new JobId("default", text) : new JobId(text[..slash], text[(slash + 1)..]);
        Names.RequireLabel("namespace", id.Namespace);
        Names.RequireLabel("name", id.Name);
        return id;
    }

    /// <summary>Reads a grain key or a ledger key, which this type has written: no check beyond its shape.</summary>
    /// <exception cref="FormatException">The key has no slash.</exception>
    public static JobId FromKey(string key)
    {
        var slash = key.IndexOf('/', StringComparison.Ordinal);
        return slash > 0
            ? new JobId(key[..slash], key[(slash + 1)..])
            : throw new FormatException($"'{key}' is no job key (namespace/name).");
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Namespace}/{Name}";
}
