using Muster.Contracts;

namespace Muster.Client;

/// <summary>Makes numbers of priority classes, as far as they are known.</summary>
internal static class PriorityImport
{
    /// <summary>The priority of the first of the fields that names a class; 0 when none does, or its value is not known.</summary>
    public static int FromClasses(params ReadOnlySpan<(Section? Section, string Key)> fields)
    {
        var (priority, found) = (0, "");
        foreach (var (section, key) in fields)
        {
            if (section is null || section.Text(key) is not { Length: > 0 } name)
                continue;
            if (found.Length > 0)
                section.Ignored(key, $"{found} goes before");
            else if (section.Log.Options.PriorityClasses.TryGetValue(name, out priority))
                section.Mapped(key, "spec.priority", priority);
            else
                section.Warn(key, $"what '{Names.Clip(name)}' is worth is not known here, so spec.priority = 0; say it with --priority-class {Names.Clip(name)}=NUMBER");
            if (found.Length == 0)
                section.Came("spec.priority", key);
            found = found.Length > 0 ? found : section.At(key);
        }
        return priority;
    }

    /// <summary>The same, with the labels that Kueue and KAI have for it, and the class of a pod.</summary>
    public static int FromLabels(Section metadata, Section? pod)
    {
        var labels = metadata.Child("labels");
        return FromClasses((labels, "kueue.x-k8s.io/priority-class"), (labels, "priorityClassName"), (pod, "priorityClassName"));
    }
}
