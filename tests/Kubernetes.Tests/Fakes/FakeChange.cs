using System.Text.Json.Nodes;

namespace Muster.Kubernetes.Tests;

/// <summary>A write: what an object was before (null: it was not) and what it is after (null: it is no longer).</summary>
internal sealed record FakeChange(string Resource, long Revision, JsonObject? Before, JsonObject? After)
{
    /// <summary>Said as it is, in place of an event.</summary>
    public string? Line { get; init; }

    public JsonObject Latest => After ?? Before!;

    /// <summary>What a watch that chooses by <paramref name="selector"/> is told.</summary>
    public (string Type, JsonObject Object)? For(FakeSelector selector)
    {
        var (was, isNow) = (Before is not null && selector.Matches(Before), After is not null && selector.Matches(After));
        return (was, isNow) switch
        {
            (false, false) => null,
            (false, true) => ("ADDED", After!),
            (true, true) => ("MODIFIED", After!),
            // The last state, with the revision of the change: as a real one does, also when only the selector ceased to match.
            (true, false) => ("DELETED", Stamped(Before!, Revision)),
        };
    }

    public static JsonObject Stamped(JsonObject item, long revision)
    {
        var copy = item.DeepClone().AsObject();
        copy["metadata"]!["resourceVersion"] = FakeStore.Text(revision);
        return copy;
    }
}
