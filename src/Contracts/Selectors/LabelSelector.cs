using System.Collections.Immutable;

namespace Muster.Contracts;

/// <summary>
/// A choice by labels, as kubectl writes it: <c>a=b</c>, <c>a!=b</c>, <c>a in (x,y)</c>, <c>a notin (x,y)</c>, <c>a</c>,
/// <c>!a</c>, joined by commas. Every requirement must hold.
/// </summary>
public sealed class LabelSelector
{
    /// <summary>Longest text of a selector, in characters.</summary>
    public const int MaxLength = 4 * 1024;

    /// <summary>Most requirements of a selector.</summary>
    public const int MaxRequirements = 32;

    /// <summary>What errors call the parameter.</summary>
    public const string Parameter = "labelSelector";

    private readonly ImmutableArray<LabelRequirement> _requirements;
    private readonly string _text;

    private LabelSelector(string text, ImmutableArray<LabelRequirement> requirements) => (_text, _requirements) = (text, requirements);

    /// <summary>Reads a selector. An empty one chooses everything.</summary>
    /// <exception cref="InvalidRequestException">It is none, or too long; every fault that was found is named.</exception>
    public static LabelSelector Parse(string text)
    {
        var faults = new FaultList();
        var requirements = ImmutableArray.CreateBuilder<LabelRequirement>();
        foreach (var part in SelectorText.Split(Parameter, text, faults))
            if (LabelRequirement.Read(part, faults) is { } requirement)
                requirements.Add(requirement);
        faults.ThrowIfAny();
        return new(text, requirements.ToImmutable());
    }

    /// <summary>True when the labels meet every requirement. A label that is not there is unequal to every value.</summary>
    public bool Matches(IReadOnlyDictionary<string, string> labels)
    {
        foreach (var requirement in _requirements)
            if (!requirement.Matches(labels))
                return false;
        return true;
    }

    /// <summary>The selector as it was written.</summary>
    public override string ToString() => _text;
}
