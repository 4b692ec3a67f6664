using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;

namespace Muster.Contracts;

/// <summary>Reads from a job's spec what its gang needs, and gives it its canonical key.</summary>
public static class GangDemandReader
{
    /// <summary>Longest key that is kept as text; a longer one is replaced by its hash.</summary>
    public const int MaxKeyLength = 200;

    /// <summary>
    /// The demand of a spec. Lists whose order means nothing are sorted, so that specs that need the same are equal and
    /// have the same <see cref="GangDemand.Key"/>, whatever their labels, images, commands and priorities are.
    /// </summary>
    /// <exception cref="InvalidRequestException">A pod template is not acceptable.</exception>
    public static GangDemand Read(JobSpec spec)
    {
        var faults = new FaultList();
        var sets = ImmutableArray.CreateBuilder<PodSetDemand>(spec.PodSets.Length);
        for (var i = 0; i < spec.PodSets.Length; i++)
        {
            var set = spec.PodSets[i];
            var shape = PodTemplateReader.Read(set.Template, $"{FieldPath.Item("spec.podSets", i)}.template", faults);
            sets.Add(new PodSetDemand(set.Name, set.Count, set.Minimum, shape));
        }
        faults.ThrowIfAny();
        var demand = new GangDemand { PodSets = sets.DrainToImmutable(), Clusters = Canonical(spec.Clusters) };
        return demand with { Key = KeyOf(demand) };
    }

    private static ClusterConstraints Canonical(ClusterConstraints clusters) =>
        clusters with { Names = clusters.Names.IsDefaultOrEmpty ? [] : [.. clusters.Names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)] };

    // main*4/2(cpu=8,memory=64Gi,pods=1){gpu=h100}+key=value:NoSchedule;…@east,west{zone=a}
    // Names and label values have no character that stands for something here, so that different demands differ.
    private static string KeyOf(GangDemand demand)
    {
        var text = new StringBuilder();
        foreach (var set in demand.PodSets)
            AppendPodSet(text, set);
        if (!demand.Clusters.Names.IsEmpty)
            text.Append('@').AppendJoin(',', demand.Clusters.Names);
        if (!demand.Clusters.Selector.IsEmpty)
            AppendLabels(text.Append("@@"), demand.Clusters.Selector);
        return text.Length <= MaxKeyLength
            ? text.ToString()
            : "sha256:" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static void AppendPodSet(StringBuilder text, PodSetDemand set)
    {
        if (text.Length > 0)
            text.Append(';');
        text.Append(set.Name).Append('*').Append(set.Count);
        if (set.MinCount != set.Count)
            text.Append('/').Append(set.MinCount);
        text.Append('(').AppendJoin(',', set.Shape.Requests.Entries.Select(e => $"{e.Name}={Quantity.Format(e.Name, e.Amount)}")).Append(')');
        AppendLabels(text, set.Shape.NodeSelector);
        foreach (var t in set.Shape.Tolerations)
            text.Append('+').Append(t.Key).Append(t.Exists ? "" : "=" + t.Value).Append(':').Append(t.Effect);
    }

    private static void AppendLabels(StringBuilder text, ImmutableSortedDictionary<string, string> labels)
    {
        if (!labels.IsEmpty)
            text.Append('{').AppendJoin(',', labels.Select(l => $"{l.Key}={l.Value}")).Append('}');
    }
}
