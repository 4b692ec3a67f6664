namespace Orleans.Embedded;

/// <summary>What one step of an enumeration brings back: the values that were ready, and whether there may be more.</summary>
internal readonly record struct StreamStep<T>(List<T> Values, bool IsLast, bool IsAborted);
