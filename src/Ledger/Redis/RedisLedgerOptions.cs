using Muster.Contracts;

namespace Muster.Ledger;

/// <summary>Settings of the ledger on Redis.</summary>
public sealed class RedisLedgerOptions
{
    public const string DefaultConfiguration = "localhost:6379";
    public const string DefaultPrefix = "muster";
    public const int DefaultMaxInFlight = 4_096;
    public const long DefaultMaxChanges = 1_000_000;
    public static readonly TimeSpan DefaultCallTimeout = TimeSpan.FromSeconds(2);
    public static readonly TimeSpan DefaultPollEvery = TimeSpan.FromMilliseconds(100);
    public static readonly TimeSpan DefaultProbeEvery = TimeSpan.FromSeconds(1);

    /// <summary>How to reach Redis, as StackExchange.Redis has it: <c>host:port,user=...,password=...,ssl=true</c>.</summary>
    public string Configuration { get; set; } = DefaultConfiguration;

    /// <summary>What all keys begin with, in braces so that they share a slot. Letters, digits, and <c>- _ . :</c>; up to 64.</summary>
    public string Prefix { get; set; } = DefaultPrefix;

    /// <summary>True: a Redis that may lose what it has answered is refused. False only where that does not matter.</summary>
    public bool Production { get; set; } = true;

    /// <summary>
    /// True: an operator vouches for what Redis does not let Muster see, because <c>CONFIG</c> or <c>INFO</c> is not allowed. What
    /// can be seen is checked all the same.
    /// </summary>
    public bool SettingsCheckedByOperator { get; set; }

    /// <summary>How long an answer may take; then the outcome is unknown. 100 milliseconds to 60 seconds.</summary>
    public TimeSpan CallTimeout { get; set; } = DefaultCallTimeout;

    /// <summary>Most calls that are under way; further ones are refused at once. 1 to 100,000.</summary>
    public int MaxInFlight { get; set; } = DefaultMaxInFlight;

    /// <summary>Entries of the event log that are kept, the newest; at least 1,000.</summary>
    public long MaxChanges { get; set; } = DefaultMaxChanges;

    /// <summary>How often to look whether others have written, while somebody waits for that: 50 milliseconds to 1 second.</summary>
    public TimeSpan PollEvery { get; set; } = DefaultPollEvery;

    /// <summary>How often to look whether the store is still sound: 100 milliseconds to 1 second.</summary>
    public TimeSpan ProbeEvery { get; set; } = DefaultProbeEvery;

    /// <summary>
    /// What a witness outside the store has seen of it; null for none. A store that is another one, or behind that, is not opened.
    /// </summary>
    public LedgerPosition? Witnessed { get; set; }
}
