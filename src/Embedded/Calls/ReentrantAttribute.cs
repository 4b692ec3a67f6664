namespace Orleans.Concurrency;

/// <summary>Every call of the grain may interleave with every other.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReentrantAttribute : Attribute;
