using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>What the gang of a job has to keep to.</summary>
internal static class PodSetRules
{
    public static void Check(string path, ImmutableArray<PodSet> podSets, FaultList faults)
    {
        if (podSets.IsDefaultOrEmpty)
        {
            faults.Add(path, "there are none", "write at least one, with a template");
            return;
        }
        if (podSets.Length > JobSpec.MaxPodSets)
        {
            faults.Add(path, $"there are {podSets.Length}", $"write at most {JobSpec.MaxPodSets}");
            return;
        }
        var (names, pods) = (new HashSet<string>(StringComparer.Ordinal), 0L);
        for (var i = 0; i < podSets.Length && !faults.IsFull; i++)
        {
            CheckOne(FieldPath.Item(path, i), podSets[i], names, faults);
            pods += Math.Max(0, podSets[i]?.Count ?? 0);
        }
        if (pods > JobSpec.MaxPods)
            faults.Add(path, $"they have {pods} pods together", $"write at most {JobSpec.MaxPods} pods, or split the job");
    }

    private static void CheckOne(string path, PodSet? set, HashSet<string> names, FaultList faults)
    {
        if (set is null)
        {
            faults.Add(path, "it is null", "write an object with a template");
            return;
        }
        JobValidator.CheckName($"{path}.name", set.Name, faults);
        if (set.Name is not null && !names.Add(set.Name))
            faults.Add($"{path}.name", $"'{Names.Clip(set.Name)}' is taken by a pod set before it", "give each pod set a name of its own");
        JobValidator.CheckRange($"{path}.count", set.Count, 1, JobSpec.MaxPods, faults);
        if (set.MinCount is { } least && (least < 1 || least > set.Count))
            faults.Add($"{path}.minCount", $"{least} is out of range", $"write 1 to count, {set.Count}, or leave it out to want all pods");
        PodTemplateReader.Read(set.Template, $"{path}.template", faults);
    }
}
