namespace Orleans.Runtime;

/// <summary>The activation that the current code runs in.</summary>
public static class RuntimeContext
{
    public static IGrainContext? Current => TaskScheduler.Current as Activation;
}
