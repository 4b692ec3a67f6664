using System.Globalization;
using Muster.Contracts;

namespace Muster.Client;

/// <summary>In Armada the lower number goes first, in Muster the higher one.</summary>
internal static class ArmadaPriority
{
    public static int Of(List<Section> items)
    {
        var (first, pod) = (items[0], items[0].Child("podSpec"));
        if (pod?.Text("priorityClassName") is { } name && pod.Log.Options.PriorityClasses.ContainsKey(name))
        {
            if (first.Has("priority"))
                first.Warn("priority", "the priority class goes before it, as it does in Armada; Muster has one number for both");
            return PriorityImport.FromClasses((pod, "priorityClassName"));
        }
        if (pod?.Has("priorityClassName") == true)
            pod.Warn("priorityClassName", "the class is not looked at, only jobs[].priority; say what it is worth with --priority-class NAME=NUMBER");
        foreach (var other in items.Skip(1))
            if (Number(other) != Number(first))
                other.Warn("priority", "a gang has one priority: that of its first job");
        return Inverted(first);
    }

    private static int Inverted(Section item)
    {
        if (!item.Has("priority"))
            return 0;
        if (Number(item) is not { } number)
        {
            item.Fault("priority", "it is no number", "write a number of at most 9 digits without quotes");
            return 0;
        }
        var ours = (int)-decimal.Round(number, MidpointRounding.AwayFromZero);
        item.Mapped("priority", "spec.priority", string.Create(CultureInfo.InvariantCulture, $"{ours} (in Armada the lower number goes first{(number == -ours ? "" : "; rounded")})"));
        item.Came("spec.priority", "priority");
        return ours;
    }

    private static decimal? Number(Section item) =>
        item.Node["priority"] switch
        {
            null => 0,
            ScalarNode { Kind: ScalarKind.Number } scalar when decimal.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                && Math.Abs(number) <= JobSpec.MaxPriority => number,
            _ => null,
        };
}
