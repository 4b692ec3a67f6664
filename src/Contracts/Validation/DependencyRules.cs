using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>What the list of jobs that a job depends on has to keep to. Cycles need a second job, and are no matter of one manifest.</summary>
internal static class DependencyRules
{
    private const string Path = "spec.dependsOn";

    public static void Check(JobMetadata? metadata, ImmutableArray<string> dependencies, FaultList faults)
    {
        if (dependencies.IsDefaultOrEmpty)
            return;
        if (dependencies.Length > JobSpec.MaxDependencies)
        {
            faults.Add(Path, $"there are {dependencies.Length} jobs", $"write at most {JobSpec.MaxDependencies}; a job between can gather more");
            return;
        }
        var seen = new HashSet<JobId>();
        for (var i = 0; i < dependencies.Length; i++)
            CheckOne(FieldPath.Item(Path, i), metadata, dependencies[i], seen, faults);
    }

    private static void CheckOne(string path, JobMetadata? metadata, string? text, HashSet<JobId> seen, FaultList faults)
    {
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        var (ns, name) = slash < 0 ? (metadata?.Namespace ?? "default", text ?? "") : (text![..slash], text[(slash + 1)..]);
        if (!Names.IsLabel(name) || (slash >= 0 && !Names.IsLabel(ns)))
            faults.Add(path, $"'{Names.Clip(text)}' names no job", "write the name of a job of the same namespace, or namespace/name");
        else if (metadata is not null && ns == metadata.Namespace && name == metadata.Name)
            faults.Add(path, "the job depends on itself", "remove it");
        else if (!seen.Add(new JobId(ns, name)))
            faults.Add(path, $"'{text}' is named twice", "remove one");
    }
}
