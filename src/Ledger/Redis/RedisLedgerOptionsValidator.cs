using Microsoft.Extensions.Options;

namespace Muster.Ledger;

/// <summary>Checks the settings, all of them at once.</summary>
public sealed class RedisLedgerOptionsValidator : IValidateOptions<RedisLedgerOptions>
{
    private const int LongestPrefix = 64;

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RedisLedgerOptions options)
    {
        List<string> failures = [];
        void Require(bool holds, string failure)
        {
            if (!holds)
                failures.Add(failure);
        }
        void RequireBetween(string option, TimeSpan value, TimeSpan least, TimeSpan most) =>
            Require(value >= least && value <= most, $"{option} is {value}: use {least} to {most}.");

        // The configuration may hold a password: it is not repeated.
        Require(!string.IsNullOrWhiteSpace(options.Configuration), "Configuration is empty: name Redis, such as redis:6379.");
        Require(IsPrefix(options.Prefix), $"Prefix is '{options.Prefix}': use 1 to {LongestPrefix} letters, digits, and - _ . :");
        RequireBetween(nameof(options.CallTimeout), options.CallTimeout, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60));
        Require(options.MaxInFlight is >= 1 and <= 100_000, $"MaxInFlight is {options.MaxInFlight}: use 1 to 100000.");
        Require(options.MaxChanges >= 1_000, $"MaxChanges is {options.MaxChanges}: use 1000 or more.");
        RequireBetween(nameof(options.PollEvery), options.PollEvery, TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(1));
        RequireBetween(nameof(options.ProbeEvery), options.ProbeEvery, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    private static bool IsPrefix(string? prefix) => prefix is { Length: >= 1 and <= LongestPrefix }
        && prefix.All(static c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.' or ':');
}
