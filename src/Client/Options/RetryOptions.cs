namespace Muster.Client;

/// <summary>
/// How a call that is safe to repeat is tried again: pauses grow by a factor up to a cap, each shortened by chance so that
/// clients do not come in step; a silo that says when to come again (<c>Retry-After</c>) is heard. The budget ends with the
/// last try or with the time, whichever comes first.
/// </summary>
public sealed record RetryOptions
{
    /// <summary>Tries in all, unless told otherwise.</summary>
    public const int DefaultMaxTries = 10;

    /// <summary>Most tries that can be asked for.</summary>
    public const int HighestMaxTries = 100;

    /// <summary>Growth of the pause, unless told otherwise.</summary>
    public const double DefaultFactor = 2;

    /// <summary>Pause before the second try, unless told otherwise: 100 ms.</summary>
    public static readonly TimeSpan DefaultFirstDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest pause, unless told otherwise: 5 s.</summary>
    public static readonly TimeSpan DefaultMaxDelay = TimeSpan.FromSeconds(5);

    /// <summary>Time after which no further try begins, unless told otherwise: 30 s.</summary>
    public static readonly TimeSpan DefaultMaxTime = TimeSpan.FromSeconds(30);

    /// <summary>One try and no more.</summary>
    public static RetryOptions None => new() { MaxTries = 1 };

    /// <summary>Tries in all, the first included; 1 to 100, default <see cref="DefaultMaxTries"/>.</summary>
    public int MaxTries { get; set; } = DefaultMaxTries;

    /// <summary>Pause before the second try; default <see cref="DefaultFirstDelay"/>.</summary>
    public TimeSpan FirstDelay { get; set; } = DefaultFirstDelay;

    /// <summary>What the pause grows by with each try; 1 to 10, default <see cref="DefaultFactor"/>.</summary>
    public double Factor { get; set; } = DefaultFactor;

    /// <summary>Longest pause; default <see cref="DefaultMaxDelay"/>.</summary>
    public TimeSpan MaxDelay { get; set; } = DefaultMaxDelay;

    /// <summary>Time since the first try after which no further one begins; default <see cref="DefaultMaxTime"/>.</summary>
    public TimeSpan MaxTime { get; set; } = DefaultMaxTime;
}
