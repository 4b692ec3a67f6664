using System.Collections.Immutable;
using System.Text.Json;

namespace Muster.Contracts;

/// <summary>
/// Node labels that a pod requires: its node selector, and of its required node affinity what says the same. Whatever
/// says more is refused by name, since placement knows labels with one value only.
/// </summary>
internal static class NodeRequirements
{
    private const string Remedy = "not supported yet: write one term of matchExpressions, each In with one value, or use nodeSelector";

    public static ImmutableSortedDictionary<string, string> Read(TemplateField spec)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (spec.TryGetObject("nodeSelector", out var selector))
            foreach (var (key, field) in selector.Members())
                if (field.Value.ValueKind != JsonValueKind.String)
                    field.Fault("it is not a text", "write a text; true and numbers need quotes");
                else
                    Require(selector.Path, key, field.Value.GetString()!, labels, field);
        if (spec.TryGetObject("affinity", out var affinity) && affinity.TryGetObject("nodeAffinity", out var node)
            && node.TryGetObject("requiredDuringSchedulingIgnoredDuringExecution", out var required))
            ReadTerms(required, labels);
        return labels.ToImmutableSortedDictionary(StringComparer.Ordinal);
    }

    private static void ReadTerms(TemplateField required, SortedDictionary<string, string> labels)
    {
        var terms = required.Items("nodeSelectorTerms").ToList();
        if (terms.Count != 1)
            required.Faults.Add(FieldPath.Member(required.Path, "nodeSelectorTerms"), $"there are {terms.Count} terms", Remedy);
        else if (terms[0].IsObject())
            ReadTerm(terms[0], labels);
    }

    private static void ReadTerm(TemplateField term, SortedDictionary<string, string> labels)
    {
        foreach (var field in term.Items("matchFields"))
            field.Fault("it matches a field", Remedy);
        foreach (var expression in term.Items("matchExpressions"))
        {
            if (!expression.IsObject())
                continue;
            var (key, @operator) = (expression.Text("key"), expression.Text("operator"));
            var values = expression.Items("values").ToList();
            if (@operator != "In" || values.Count != 1 || values[0].Value.ValueKind != JsonValueKind.String)
                expression.Fault($"'{Names.Clip(@operator)}' with {values.Count} values", Remedy);
            else
                Require(expression.Path, key, values[0].Value.GetString()!, labels, expression);
        }
    }

    private static void Require(string path, string key, string value, SortedDictionary<string, string> labels, TemplateField field)
    {
        if (!LabelRules.CheckLabel(path, key, value, field.Faults))
            return;
        if (!labels.TryAdd(key, value) && labels[key] != value)
            field.Fault($"{key} is required to be {labels[key]} and {value} at once", "keep one of them");
    }
}
