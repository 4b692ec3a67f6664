using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>How the event log is handed on to those who follow it.</summary>
public sealed class EventOptions
{
    public const int DefaultHistory = 8_192;
    public static readonly TimeSpan DefaultSendTimeout = TimeSpan.FromSeconds(30);
    public static readonly TimeSpan DefaultKeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Entries that are kept in memory, ready to be sent: 64 to 1,000,000. Who is further behind reads the ledger.</summary>
    public int History { get; set; } = DefaultHistory;

    /// <summary>How long a watcher may leave what was sent unread before it is cut off: up to 10 minutes.</summary>
    public TimeSpan SendTimeout { get; set; } = DefaultSendTimeout;

    /// <summary>Silence after which a comment is sent: 1 second to 10 minutes.</summary>
    public TimeSpan KeepAlive { get; set; } = DefaultKeepAlive;
}

/// <summary>Checks the settings.</summary>
internal sealed class EventOptionsValidator : IValidateOptions<EventOptions>
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public ValidateOptionsResult Validate(string? name, EventOptions options)
    {
        List<string> failures = [];
        if (options.History is < 64 or > 1_000_000)
            failures.Add($"Muster:Events:History is {options.History}: use 64 to 1000000.");
        if (options.SendTimeout <= TimeSpan.Zero || options.SendTimeout > Longest)
            failures.Add($"Muster:Events:SendTimeout is {options.SendTimeout}: use up to {Longest}.");
        if (options.KeepAlive < TimeSpan.FromSeconds(1) || options.KeepAlive > Longest)
            failures.Add($"Muster:Events:KeepAlive is {options.KeepAlive}: use 00:00:01 to {Longest}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
