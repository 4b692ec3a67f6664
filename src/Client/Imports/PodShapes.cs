using System.Collections.Immutable;
using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>Makes pod sets of single pods: those that are alike are one set.</summary>
internal static class PodShapes
{
    /// <summary>One pod: what to call its set if it is the first of it, what it is, and where that stands.</summary>
    public readonly record struct Pod(string Name, PodTemplate Template, Section Source, string Field);

    public static ImmutableArray<PodSet> Group(IEnumerable<Pod> pods)
    {
        var sets = ImmutableArray.CreateBuilder<PodSet>();
        var shapes = pods.GroupBy(p => p.Template).ToList();
        var several = shapes.Count > 1;
        foreach (var alike in shapes)
        {
            var (first, target) = (alike.First(), $"spec.podSets[{sets.Count.ToString(CultureInfo.InvariantCulture)}]");
            var name = several ? Free(first.Name, sets) : "main";
            first.Source.Mapped(first.Field, target, $"{name}, {alike.Count().ToString(CultureInfo.InvariantCulture)} alike");
            first.Source.Came($"{target}.template", first.Field);
            sets.Add(new PodSet { Name = name, Count = alike.Count(), Template = alike.Key });
        }
        return sets.ToImmutable();
    }

    private static string Free(string wished, ImmutableArray<PodSet>.Builder taken)
    {
        var name = Names.IsLabel(wished) && taken.Count < JobSpec.MaxPodSets && taken.All(s => s.Name != wished) ? wished : null;
        return name ?? "set-" + taken.Count.ToString(CultureInfo.InvariantCulture);
    }
}
