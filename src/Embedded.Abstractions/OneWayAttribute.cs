namespace Orleans.Concurrency;

/// <summary>The caller does not wait for the method, nor learn whether it ran.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OneWayAttribute : Attribute;
