using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>Reads a pod's tolerations, each once and in one order, so that equal sets are equal.</summary>
internal static class TolerationReader
{
    public static ImmutableArray<Toleration> Read(TemplateField spec)
    {
        var tolerations = new HashSet<Toleration>();
        foreach (var field in spec.Items("tolerations"))
            if (field.IsObject() && TryRead(field, out var toleration))
                tolerations.Add(toleration);
        return
        [
            .. tolerations
                .OrderBy(t => t.Key, StringComparer.Ordinal).ThenBy(t => t.Value, StringComparer.Ordinal)
                .ThenBy(t => t.Effect, StringComparer.Ordinal).ThenBy(t => t.Exists),
        ];
    }

    private static bool TryRead(TemplateField field, out Toleration toleration)
    {
        var (key, @operator, value, effect) = (field.Text("key"), field.Text("operator"), field.Text("value"), field.Text("effect"));
        toleration = new Toleration(key, @operator == "Exists", value, effect);
        if (@operator is not ("" or "Equal" or "Exists"))
            field.Fault($"'{Names.Clip(@operator)}' is no operator", "write Equal or Exists");
        else if (effect is not ("" or "NoSchedule" or "NoExecute" or "PreferNoSchedule"))
            field.Fault($"'{Names.Clip(effect)}' is no effect", "write NoSchedule, NoExecute or PreferNoSchedule, or leave it out");
        else if (toleration.Exists && value.Length > 0)
            field.Fault("Exists has a value", "remove the value, or write Equal");
        else if (key.Length == 0 && !toleration.Exists)
            field.Fault("it has no key", "write a key, or operator Exists to tolerate every taint");
        else
            return key.Length == 0 || LabelRules.CheckLabel(field.Path, key, value, field.Faults);
        return false;
    }
}
