using System.Collections.Immutable;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Finds the queue of an object, in its spec or on its labels.</summary>
internal static class QueueImport
{
    private static readonly ImmutableArray<string> Labels = ["muster.dev/queue", "kueue.x-k8s.io/queue-name", "kai.scheduler/queue", "runai/queue"];

    /// <summary>The queue that one of the known labels names.</summary>
    public static string FromLabels(Section metadata)
    {
        if (metadata.Node["labels"] is MappingNode && metadata.Child("labels") is { } labels)
            foreach (var label in Labels)
                if (labels.Has(label))
                    return FromField(labels, label);
        metadata.Defaults("labels", $"spec.queue = {Mapped("default", metadata.Log)} (no label {string.Join(", ", Labels)})");
        return Mapped("default", metadata.Log);
    }

    /// <summary>The queue that a field names; without it <c>default</c>.</summary>
    public static string FromField(Section section, string key)
    {
        var name = section.Text(key);
        var queue = Mapped(name ?? "default", section.Log);
        if (name is null)
            section.Defaults(key, $"spec.queue = {queue}");
        else
            section.Mapped(key, "spec.queue", Names.Clip(queue) + (queue == name ? "" : " (--queue-map)"));
        section.Came("spec.queue", key);
        return queue;
    }

    private static string Mapped(string queue, ImportLog log) => log.Options.QueueMap.GetValueOrDefault(queue, queue);
}
