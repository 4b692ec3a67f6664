using System.Globalization;
using Muster.Contracts;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>How values are written for the scripts.</summary>
internal static class Arguments
{
    /// <summary>Scripts count in doubles: beyond this they would take neighbours for the same.</summary>
    private const long MaxNumber = (1L << 53) - 1;

    /// <summary>A moment: ticks of UTC, of one length so that texts sort as moments do.</summary>
    public static string Moment(DateTimeOffset moment) => moment.UtcTicks.ToString("D19", CultureInfo.InvariantCulture);

    public static string Moment(DateTimeOffset? moment) => moment is { } value ? Moment(value) : "";

    public static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A guard: '' for any, else the value after '='.</summary>
    public static string Guard(string? value) => value is null ? "" : "=" + value;

    /// <summary>A guard: '' for any, else the value after '='.</summary>
    public static string Guard(long? value) => value is { } number ? "=" + Number(number) : "";

    /// <exception cref="ArgumentOutOfRangeException">The attempt is no attempt of a real coordinator.</exception>
    public static string Of(Attempt attempt, string parameter)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(attempt.Value, MaxNumber, parameter);
        return Number(attempt.Value);
    }

    /// <summary>The state after an event, from every state: two characters each.</summary>
    public static string Following(JobEvent what) => string.Concat(Enum.GetValues<JobState>()
        .Select(state => JobStateMachine.Next(state, what) is { } next ? State(next) : "--"));

    public static string States(IEnumerable<JobState> states) => string.Concat(states.Select(State));

    /// <summary>Null stays null: what a script gets is then empty.</summary>
    public static RedisValue Text(string? text) => text ?? "";

    private static string State(JobState state) => ((int)state).ToString("D2", CultureInfo.InvariantCulture);
}
