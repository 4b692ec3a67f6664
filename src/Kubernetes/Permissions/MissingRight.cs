using Muster.Contracts;

namespace Muster.Kubernetes;

/// <summary>A right that is not granted, and how to grant it.</summary>
/// <param name="Rule">The rule that it belongs to.</param>
/// <param name="Verb">What may not be done.</param>
/// <param name="Namespace">Where; null for the whole cluster.</param>
public sealed record MissingRight(AccessRule Rule, string Verb, string? Namespace)
{
    /// <summary>What may not be done, and the rule to add.</summary>
    public override string ToString()
    {
        var name = Rule.Name is { } only ? $" '{only}'" : "";
        var rule = (Rule with { Verbs = [Verb] }).ToString();
        return Namespace is null
            ? $"{Verb} {Rule.Resource}{name} in the whole cluster; add to {Rights.HolderOf(Rule.Scope)}: {rule}"
            : $"{Verb} {Rule.Resource}{name} in namespace {Names.Clip(Namespace)}; add to {Rights.HolderOf(Rule.Scope)} there: {rule}";
    }
}
