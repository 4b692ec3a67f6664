namespace Muster.Silo.Tests;

/// <summary>Waits for what has to happen soon, with time for a machine that is slow and busy.</summary>
internal static class Wait
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    /// <summary>Looks until it holds; tells how long that took.</summary>
    /// <param name="expected">What is waited for.</param>
    /// <param name="holds">Looks.</param>
    /// <param name="seen">What is there instead, for the error.</param>
    /// <exception cref="TimeoutException">It did not hold in time.</exception>
    public static Task<TimeSpan> UntilAsync(string expected, Func<Task<bool>> holds, Func<string>? seen = null) =>
        Poll.UntilAsync(async () => await holds() ? null : $"{expected}. ", Patience, seen);
}
