namespace Muster.Deploy.Tests;

/// <summary>A part of a template.</summary>
internal abstract record Block
{
    /// <summary>Text as it is.</summary>
    internal sealed record Text(string Value) : Block;

    /// <summary>The text of a value.</summary>
    internal sealed record Output(Expression Value) : Block;

    /// <summary>The first branch whose condition holds; one without a condition is the last.</summary>
    internal sealed record If(List<(Expression? Condition, List<Block> Body)> Branches) : Block;

    /// <summary>Its body with the value as dot, if the value is not empty.</summary>
    internal sealed record With(Expression Value, List<Block> Body) : Block;

    /// <summary>Its body for each item; the variables hold key or index, and item.</summary>
    internal sealed record Range(string? Key, string? Item, Expression Value, List<Block> Body) : Block;
}
