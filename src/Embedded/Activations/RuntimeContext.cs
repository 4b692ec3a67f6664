using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The activation that the current code runs in.</summary>
internal static class RuntimeContext
{
    public static IGrainContext? Current => null;
}
