using System.Runtime.CompilerServices;

namespace Muster.Grains;

/// <summary>Checks of option values against their bounds.</summary>
internal static class Bound
{
    /// <summary>A problem unless the time is within its bounds.</summary>
    public static IEnumerable<string> Time(TimeSpan value, TimeSpan least, TimeSpan most, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least || value > most)
            yield return $"{name} is {value}; set it between {least} and {most}.";
    }

    /// <summary>A problem unless the number is within its bounds.</summary>
    public static IEnumerable<string> Number(int value, int least, int most, [CallerArgumentExpression(nameof(value))] string name = "")
    {
        if (value < least || value > most)
            yield return $"{name} is {value}; set it between {least} and {most}.";
    }
}
