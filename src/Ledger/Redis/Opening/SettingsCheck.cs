using Muster.Contracts;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>
/// Refuses a Redis that may lose what it has answered, or that Muster cannot work with. Pure: it is given what Redis says.
/// </summary>
internal static class SettingsCheck
{
    private static readonly Version Oldest = new(7, 0);

    /// <param name="info">Lines of INFO, by name; empty when it is not allowed.</param>
    /// <param name="config">Settings of CONFIG GET, by name; null when it is not allowed.</param>
    /// <param name="checkedByOperator">Whether somebody vouches for what cannot be seen.</param>
    /// <returns>What is wrong, each with its remedy.</returns>
    public static IEnumerable<string> Faults(
        IReadOnlyDictionary<string, string> info, IReadOnlyDictionary<string, string>? config, bool checkedByOperator)
    {
        string? Of(string setting, string line) => config?.GetValueOrDefault(setting) ?? info.GetValueOrDefault(line);
        string? Require(string name, string? value, string wanted, string remedy) => value switch
        {
            null => checkedByOperator ? null : $"{name} cannot be seen: allow Muster's user CONFIG GET and INFO, or see to it that it is {wanted} and set SettingsCheckedByOperator.",
            _ when value == wanted => null,
            _ => $"{name} is {value}: {remedy}.",
        };

        string?[] faults =
        [
            Version(info.GetValueOrDefault("redis_version"), checkedByOperator),
            Require("role", info.GetValueOrDefault("role"), "master", "name the primary in Configuration"),
            Require("appendonly", Of("appendonly", "aof_enabled") switch { "1" => "yes", "0" => "no", var value => value }, "yes",
                "CONFIG SET appendonly yes, and the same in redis.conf"),
            Require("appendfsync", config?.GetValueOrDefault("appendfsync"), "always", "CONFIG SET appendfsync always, and the same in redis.conf"),
            Require("no-appendfsync-on-rewrite", config is null ? "no" : config.GetValueOrDefault("no-appendfsync-on-rewrite"), "no",
                "CONFIG SET no-appendfsync-on-rewrite no, and the same in redis.conf"),
            Require("maxmemory-policy", Of("maxmemory-policy", "maxmemory_policy"), "noeviction",
                "CONFIG SET maxmemory-policy noeviction, and the same in redis.conf"),
        ];
        return faults.OfType<string>();
    }

    /// <summary>Asks Redis, and refuses it if anything is wrong.</summary>
    /// <exception cref="LedgerUnavailableException">Something is.</exception>
    public static async Task RequireAsync(IDatabase database, RedisLedgerOptions options)
    {
        string[] faults = [.. Faults(await InfoAsync(database), await ConfigAsync(database), options.SettingsCheckedByOperator)];
        if (faults.Length > 0)
            throw new LedgerUnavailableException(
                $"This Redis would lose what the ledger was told. {string.Join(' ', faults)} Where that does not matter, set Production to false.");
    }

    private static string? Version(string? text, bool checkedByOperator) => text switch
    {
        null when checkedByOperator => null,
        null => "redis_version cannot be seen: allow Muster's user INFO, or use 7.0 or later and set SettingsCheckedByOperator.",
        _ when System.Version.TryParse(text, out var version) && version >= Oldest => null,
        _ => $"redis_version is {text}: use {Oldest} or later.",
    };

    private static async Task<Dictionary<string, string>> InfoAsync(IDatabase database)
    {
        var text = await AskAsync(database, "INFO") is { } answer ? (string)answer! : "";
        var lines = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in text.Split("\r\n"))
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
                lines[line[..colon]] = line[(colon + 1)..];
        return lines;
    }

    private static async Task<Dictionary<string, string>?> ConfigAsync(IDatabase database)
    {
        var settings = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var name in new[] { "appendonly", "appendfsync", "no-appendfsync-on-rewrite", "maxmemory-policy" })
        {
            if (await AskAsync(database, "CONFIG", "GET", name) is not { } answer)
                return null;
            if ((string[])answer! is [_, var value])
                settings[name] = value;
        }
        return settings;
    }

    // Null when Redis does not let this user ask, or does not know the command (it may have been renamed).
    private static async Task<RedisResult?> AskAsync(IDatabase database, string command, params object[] arguments)
    {
        try
        {
            return await database.ExecuteAsync(command, arguments);
        }
        catch (RedisServerException fault) when (fault.Message.Contains("NOPERM", StringComparison.Ordinal)
            || fault.Message.Contains("unknown command", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }
    }
}
