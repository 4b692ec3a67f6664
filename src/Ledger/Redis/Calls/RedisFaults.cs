using Muster.Contracts;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>Says what went wrong with Redis, and what to do about it.</summary>
internal static class RedisFaults
{
    /// <summary>The answer of a ledger that has been closed.</summary>
    public static LedgerUnavailableException Closed() => new("The ledger is closed: this silo is shutting down.");

    /// <summary>True when Redis does not have the script: it was started anew, or its scripts were flushed.</summary>
    public static bool IsUnknownScript(RedisServerException fault) => Begins(fault, "NOSCRIPT");

    /// <summary>The error to answer with.</summary>
    public static Exception Explain(Exception fault, TimeSpan timeout) => fault switch
    {
        MusterException or OperationCanceledException => fault,
        RedisServerException refusal => Explain(refusal),
        ObjectDisposedException => Closed(),
        TimeoutException => new LedgerUnavailableException(
            $"Redis did not answer within {timeout.TotalSeconds:0.###} s; whether the ledger has recorded it is unknown. Look at Redis and at the network to it; it goes on by itself.", Cause(fault)),
        RedisException => new LedgerUnavailableException(
            $"The ledger's Redis cannot be reached. Look whether it runs, and at the network to it; it goes on by itself. {fault.Message}", Cause(fault)),
        _ => new LedgerUnavailableException($"The ledger on Redis failed. {fault.Message}", Cause(fault)),
    };

    // An error goes with its cause to the silo that asked, and of the Redis client's types Orleans knows none: it would arrive as a defect.
    private static Exception Cause(Exception fault)
    {
        for (Exception? each = fault; each is not null; each = each.InnerException)
            if (each.GetType().Namespace?.StartsWith(nameof(System), StringComparison.Ordinal) != true)
                return new IOException($"{fault.GetType().Name}: {fault.Message}");
        return fault;
    }

    private static Exception Explain(RedisServerException fault) => true switch
    {
        _ when Begins(fault, "OOM") => new LedgerUnavailableException(
            "The ledger's Redis is at its maxmemory. Give it more (CONFIG SET maxmemory, or 0 for no limit); it goes on by itself.", Cause(fault)),
        _ when Begins(fault, "MISCONF") => new LedgerUnavailableException(
            "The ledger's Redis cannot write to its disk. Make space there, and look at its log; it goes on by itself.", Cause(fault)),
        _ when Begins(fault, "LOADING") => new LedgerUnavailableException(
            "The ledger's Redis is still loading its data. It goes on by itself.", Cause(fault)),
        _ when Begins(fault, "READONLY") => new LedgerUnavailableException(
            "The ledger's Redis is a replica. Name the primary in Configuration.", Cause(fault)),
        _ when Begins(fault, "NOAUTH") || Begins(fault, "NOPERM") || Begins(fault, "WRONGPASS") => new LedgerUnavailableException(
            $"The ledger's Redis does not let Muster in. Look at user and password in Configuration, and at the user's rights. {fault.Message}", Cause(fault)),
        _ when Begins(fault, "BUSY") => new LedgerUnavailableException(
            "The ledger's Redis is busy with a script of somebody else. Give the ledger a Redis of its own.", Cause(fault)),
        _ when fault.Message.Contains("WRONGTYPE", StringComparison.Ordinal) || fault.Message.Contains("user_script", StringComparison.Ordinal) => new LedgerCorruptException(
            $"Keys under the ledger's Prefix are not what Muster has written. Give it a Prefix of its own, or restore Redis from a backup. {fault.Message}", Cause(fault)),
        _ => new LedgerUnavailableException($"The ledger's Redis refused: {fault.Message}", Cause(fault)),
    };

    private static bool Begins(RedisServerException fault, string word) => fault.Message.StartsWith(word, StringComparison.Ordinal);
}
