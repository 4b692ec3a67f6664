using System.Collections.Concurrent;

namespace Orleans.Engine.Tests;

/// <summary>Named events between tests and the grains they watch; both run in one process on either engine.</summary>
internal static class Signals
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);
    private static readonly ConcurrentDictionary<string, TaskCompletionSource<string>> All = new();
    private static readonly ConcurrentDictionary<string, ConcurrentQueue<string>> Logs = new();

    public static string NewKey() => Guid.NewGuid().ToString("N");

    public static void Set(string name, string value = "") => Of(name).TrySetResult(value);

    public static bool IsSet(string name) => Of(name).Task.IsCompleted;

    public static async Task<string> WaitAsync(string name)
    {
        try
        {
            return await Of(name).Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"Nobody set the signal '{name}' within {Patience}.");
        }
    }

    /// <summary>Adds a line to a log that the test reads later.</summary>
    public static void Note(string log, string line) => Logs.GetOrAdd(log, _ => new()).Enqueue(line);

    public static string[] Notes(string log) => Logs.TryGetValue(log, out var lines) ? [.. lines] : [];

    private static TaskCompletionSource<string> Of(string name) =>
        All.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
}
