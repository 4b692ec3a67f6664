using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Makes of Volcano's least numbers, of the job and of its tasks, what Muster has for each pod set.</summary>
internal static class VolcanoMinimum
{
    public static ImmutableArray<PodSet> Apply(Section spec, IReadOnlyList<Section> tasks, ImmutableArray<PodSet> podSets)
    {
        var sets = podSets.Select((set, i) => set with { MinCount = OfTask(tasks[i], i, set.Count) }).ToImmutableArray();
        if (spec.Number("minAvailable") is not ({ } least and not 0)) // Volcano takes 0 for all
            return sets;
        var all = sets.Sum(s => (long)s.Count);
        if (least >= sets.Sum(s => (long)s.Minimum))
            NoteAll(spec, least, all);
        else if (sets.Length == 1)
            return [sets[0] with { MinCount = OfJob(spec, least) }];
        else
            spec.Warn("minAvailable", $"{least} of any {all} pods: Muster counts for each pod set, and starts none of them without all its pods; say it with tasks[].minAvailable");
        return sets;
    }

    private static int? OfTask(Section task, int index, int count)
    {
        if (task.Number("minAvailable") is not { } least)
            return null;
        var target = $"spec.podSets[{index.ToString(CultureInfo.InvariantCulture)}].minCount";
        if (least == 0 && count > 0)
            task.Warn("minAvailable", $"{target} = 1: a pod set starts with at least one pod");
        else
            task.Mapped("minAvailable", target, least);
        return Math.Max(1, BatchJobImport.Saturate(least));
    }

    private static int OfJob(Section spec, long least)
    {
        spec.Mapped("minAvailable", "spec.podSets[0].minCount", least);
        spec.Came("spec.podSets[0].minCount", "minAvailable");
        return BatchJobImport.Saturate(least);
    }

    private static void NoteAll(Section spec, long least, long all)
    {
        if (least > all)
            spec.Fault("minAvailable", $"{least} is more than the {all} pods of all tasks", "write at most as many as there are");
        else if (least == all)
            spec.Log.Note(ImportNoteKind.Mapped, spec.Line("minAvailable"), spec.At("minAvailable"), "every pod set starts with all its pods");
        else
            spec.Ignored("minAvailable", "the least numbers of the tasks come to it");
    }
}
