using System.Text.Json;
using System.Text.Json.Nodes;
using Muster.Contracts;

namespace Muster.Cli;

/// <summary>Compares what a manifest asks for with what is on record.</summary>
internal static class JobDifference
{
    /// <summary>Fields that are named at once.</summary>
    private const int Most = 20;

    private const int MaxText = 60;

    /// <summary>What its owner says of a job: spec and metadata, with the fields in one order, without what the silo adds.</summary>
    public static JsonNode Content(Job job)
    {
        var tree = (JsonObject)JsonSerializer.SerializeToNode(job with { Status = null, Metadata = job.Metadata with { Uid = "" } }, MusterJson.Default.Job)!;
        return Ordered(tree)!;
    }

    /// <summary>The fields that differ, each with what is on record and what is asked for.</summary>
    public static List<string> Of(Job recorded, Job asked)
    {
        var faults = new List<string>();
        Compare("", Content(recorded), Content(asked), faults);
        return faults;
    }

    private static void Compare(string path, JsonNode? recorded, JsonNode? asked, List<string> faults)
    {
        if (faults.Count > Most || JsonNode.DeepEquals(recorded, asked))
            return;
        if (recorded is JsonObject left && asked is JsonObject right)
            foreach (var name in left.Select(f => f.Key).Union(right.Select(f => f.Key)))
                Compare(path.Length == 0 ? name : $"{path}.{name}", left[name], right[name], faults);
        else if (recorded is JsonArray before && asked is JsonArray after && before.Count == after.Count)
            for (var i = 0; i < before.Count; i++)
                Compare($"{path}[{i}]", before[i], after[i], faults);
        else
            faults.Add(faults.Count == Most ? "and more" : $"{path}: {Text(recorded)} on record, {Text(asked)} asked for");
    }

    private static string Text(JsonNode? node)
    {
        var text = node?.ToJsonString() ?? "nothing";
        return text.Length <= MaxText ? text : $"{text.AsSpan(0, MaxText - 3)}...";
    }

    private static JsonNode? Ordered(JsonNode? node) => node switch
    {
        null => null,
        JsonObject mapping => new JsonObject(mapping.OrderBy(f => f.Key, StringComparer.Ordinal).Select(f => KeyValuePair.Create(f.Key, Ordered(f.Value)))),
        JsonArray list => new JsonArray([.. list.Select(Ordered)]),
        _ => node.DeepClone(),
    };
}
