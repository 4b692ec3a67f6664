using System.Globalization;
using System.Text.Json.Serialization.Metadata;

namespace Muster.Kubernetes;

/// <summary>What is reflected: one collection of an API server, or the part of it that selectors choose.</summary>
/// <param name="Path">Path of the collection, for example <c>/api/v1/pods</c>.</param>
/// <param name="LabelSelector">As the API takes it; null for all.</param>
/// <param name="FieldSelector">As the API takes it; null for all.</param>
/// <param name="Type">How an object is read; only the members that it names are kept.</param>
/// <param name="Identity">Where an object has its metadata.</param>
public sealed record ReflectorSource<T>(
    string Path, string? LabelSelector, string? FieldSelector, JsonTypeInfo<T> Type, Func<T, ObjectIdentity> Identity)
    where T : class
{
    // No resourceVersion: a consistent read. With "0" the server may answer with any state of the past.
    internal string ListPath(int limit, string token) =>
        string.Create(CultureInfo.InvariantCulture, $"{Path}?limit={limit}{Selectors()}{Parameter("continue", token)}");

    internal string WatchPath(string revision, int timeoutSeconds) =>
        string.Create(CultureInfo.InvariantCulture,
            $"{Path}?watch=true&allowWatchBookmarks=true&timeoutSeconds={timeoutSeconds}{Selectors()}{Parameter("resourceVersion", revision)}");

    private string Selectors() => Parameter("labelSelector", LabelSelector) + Parameter("fieldSelector", FieldSelector);

    private static string Parameter(string name, string? value) =>
        string.IsNullOrEmpty(value) ? "" : $"&{name}={Uri.EscapeDataString(value)}";
}
