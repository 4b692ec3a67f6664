using Microsoft.Extensions.Options;

namespace Muster.Ledger;

/// <summary>Checks the settings, all of them at once.</summary>
public sealed class SqliteLedgerOptionsValidator : IValidateOptions<SqliteLedgerOptions>
{
    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SqliteLedgerOptions options)
    {
        List<string> failures = [];
        void Require(bool holds, string failure)
        {
            if (!holds)
                failures.Add(failure);
        }

        Require(!string.IsNullOrWhiteSpace(options.Path), "Path is empty: name the ledger's file.");
        Require(options.MaxBatch is >= 1 and <= 8_192, $"MaxBatch is {options.MaxBatch}: use 1 to 8192.");
        Require(options.MaxQueuedOperations is >= 1 and <= 1_000_000,
            $"MaxQueuedOperations is {options.MaxQueuedOperations}: use 1 to 1000000.");
        Require(options.MaxReaders is >= 1 and <= 64, $"MaxReaders is {options.MaxReaders}: use 1 to 64.");
        Require(options.MaxChanges >= 1_000, $"MaxChanges is {options.MaxChanges}: use 1000 or more.");
        Require(options.BusyTimeout >= TimeSpan.Zero && options.BusyTimeout <= SqliteLedgerOptions.MaxBusyTimeout,
            $"BusyTimeout is {options.BusyTimeout}: use 0 to {SqliteLedgerOptions.MaxBusyTimeout}.");
        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }
}
