using System.Text.Json.Serialization;

namespace Muster.Silo;

/// <summary>What a token is for.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Role>))]
internal enum Role
{
    /// <summary>Everything.</summary>
    [JsonStringEnumMemberName("admin")] Admin,

    /// <summary>Everything that goes over HTTP: tokens and the audit record are the administrator's, on the silo's machine.</summary>
    [JsonStringEnumMemberName("operator")] Operator,

    /// <summary>Reads everything.</summary>
    [JsonStringEnumMemberName("viewer")] Viewer,

    /// <summary>Submits to a queue, and reads what is in it.</summary>
    [JsonStringEnumMemberName("submit")] Submit,

    /// <summary>Submits to a queue, and manages it and its jobs.</summary>
    [JsonStringEnumMemberName("manage")] Manage,
}
