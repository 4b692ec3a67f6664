using System.Collections.Immutable;
using System.Globalization;

namespace Muster.Contracts;

/// <summary>
/// A choice by fields of jobs: <c>metadata.name</c>, <c>metadata.namespace</c>, <c>spec.queue</c>, <c>spec.priority</c>,
/// <c>status.state</c> and <c>status.cluster</c>, each with <c>=</c>, <c>==</c> or <c>!=</c>, joined by commas. Every
/// requirement must hold. Bounds are those of <see cref="LabelSelector"/>.
/// </summary>
public sealed class FieldSelector
{
    /// <summary>What errors call the parameter.</summary>
    public const string Parameter = "fieldSelector";

    private static readonly ImmutableSortedDictionary<string, Func<JobFields, string>> Fields =
        ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, new Dictionary<string, Func<JobFields, string>>
        {
            ["metadata.name"] = static job => job.Name,
            ["metadata.namespace"] = static job => job.Namespace,
            ["spec.queue"] = static job => job.Queue,
            ["spec.priority"] = static job => job.Priority.ToString(CultureInfo.InvariantCulture),
            ["status.state"] = static job => job.State.ToString(),
            ["status.cluster"] = static job => job.Cluster ?? "",
        });

    private readonly ImmutableArray<(Func<JobFields, string> Read, string Value, bool Equal)> _requirements;
    private readonly string _text;

    private FieldSelector(string text, ImmutableArray<(Func<JobFields, string> Read, string Value, bool Equal)> requirements) =>
        (_text, _requirements) = (text, requirements);

    /// <summary>Reads a selector. An empty one chooses everything.</summary>
    /// <exception cref="InvalidRequestException">It is none, or too long, or names other fields; every fault that was found is named.</exception>
    public static FieldSelector Parse(string text)
    {
        var faults = new FaultList();
        var requirements = ImmutableArray.CreateBuilder<(Func<JobFields, string> Read, string Value, bool Equal)>();
        foreach (var part in SelectorText.Split(Parameter, text, faults))
        {
            if (SelectorText.Comparison(part) is not var (field, value, equal))
                faults.Add(Parameter, $"'{Names.Clip(part)}' is no requirement", "write field=value or field!=value, joined by commas");
            else if (!Fields.TryGetValue(field, out var read))
                faults.Add(Parameter, $"'{Names.Clip(field)}' is no field to select by", $"use {string.Join(", ", Fields.Keys)}");
            else if (IsPossible(field, ref value, faults))
                requirements.Add((read, value, equal));
        }
        faults.ThrowIfAny();
        return new(text, requirements.ToImmutable());
    }

    /// <summary>True when a job meets every requirement. A job without a cluster has an empty one.</summary>
    public bool Matches(JobFields job)
    {
        foreach (var (read, value, equal) in _requirements)
            if (read(job) == value != equal)
                return false;
        return true;
    }

    /// <summary>The selector as it was written.</summary>
    public override string ToString() => _text;

    // A value that no job can have is a slip of the pen; what can be written in several ways is brought into one.
    private static bool IsPossible(string field, ref string value, FaultList faults)
    {
        switch (field)
        {
            case "status.state" when Enum.TryParse<JobState>(value, ignoreCase: true, out var state) && !char.IsAsciiDigit(value[0]) && Enum.IsDefined(state):
                value = state.ToString();
                return true;
            case "status.state":
                faults.Add(Parameter, $"'{Names.Clip(value)}' is no state", $"use one of {string.Join(", ", Enum.GetNames<JobState>())}");
                return false;
            case "spec.priority" when int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var priority):
                value = priority.ToString(CultureInfo.InvariantCulture);
                return true;
            case "spec.priority":
                faults.Add(Parameter, $"'{Names.Clip(value)}' is no priority", "write a whole number");
                return false;
            case "status.cluster" when value.Length == 0:
            case not null when Names.IsSubdomain(value):
                return true;
            default:
                faults.Add(Parameter, $"'{Names.Clip(value)}' is no name", "use lower-case letters, digits, '-' and '.'");
                return false;
        }
    }
}
