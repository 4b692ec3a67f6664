namespace Muster.Contracts;

/// <summary>
/// Hard constraints of a pod that placement does not know yet. Muster binds pods itself, so nobody after it would keep
/// to them; they are refused rather than dropped. Preferences are harmless and pass.
/// </summary>
internal static class UnsupportedRules
{
    private const string Required = "requiredDuringSchedulingIgnoredDuringExecution";

    public static void Check(TemplateField spec)
    {
        if (spec.TryGet("nodeName", out var node))
            node.Fault("it names a node", "remove it: Muster chooses the nodes; nodeSelector narrows the choice");
        if (spec.TryGetObject("affinity", out var affinity))
            foreach (var kind in (ReadOnlySpan<string>)["podAffinity", "podAntiAffinity"])
                if (affinity.TryGetObject(kind, out var field) && field.Items(Required).Any())
                    field.Fault("it is required", "not supported yet: remove it, or make it preferred; pods that fill a node keep others off it");
        foreach (var constraint in spec.Items("topologySpreadConstraints"))
            if (constraint.IsObject() && constraint.Text("whenUnsatisfiable") != "ScheduleAnyway")
                constraint.Fault("it is a hard constraint", "not supported yet: remove it, or write whenUnsatisfiable: ScheduleAnyway");
    }
}
