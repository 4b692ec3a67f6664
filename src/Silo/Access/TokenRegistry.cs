using System.Collections.Frozen;
using System.Collections.Immutable;
using Microsoft.Extensions.Options;

namespace Muster.Silo;

/// <summary>The tokens that are good at present. Follows the tokens' file while the silo runs.</summary>
internal sealed partial class TokenRegistry : BackgroundService
{
    /// <summary>How often the file is looked at.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly SiloSettings _settings;
    private readonly QueueTree _queues;
    private readonly TimeProvider _time;
    private readonly ILogger<TokenRegistry> _logger;
    private (DateTime Written, long Length) _seen;
    private volatile FrozenDictionary<string, TokenHolder> _holders = FrozenDictionary<string, TokenHolder>.Empty;
    private volatile bool _exists;

    /// <exception cref="OptionsValidationException">Tokens are needed, and there are none that are good.</exception>
    /// <exception cref="TokenFileException">The file cannot be read.</exception>
    public TokenRegistry(IOptions<SiloSettings> settings, QueueTree queues, TimeProvider time, ILogger<TokenRegistry> logger)
    {
        (_settings, _queues, _time, _logger) = (settings.Value, queues, time, logger);
        _seen = Look();
        if (TokenFile.Read(_settings.TokenFile) is { } list)
            Take(list);
        if (!AllowsAnonymous && !_holders.Values.Any(h => !h.Record.IsExpired(time.GetUtcNow())))
            throw new OptionsValidationException("Muster:Access", typeof(SiloSettings), [Remedy()]);
    }

    /// <summary>True while programs on this machine need no token. Once there is a file, only a restart without it changes that back.</summary>
    public bool AllowsAnonymous => !_exists && _settings.IsLoopback && _settings.Access.Anonymous == AnonymousAccess.Loopback;

    /// <summary>The caller whose token this is, or why there is none.</summary>
    public (Caller? Caller, Refusal? Refusal) Find(ReadOnlySpan<char> token)
    {
        if (!TokenText.TryRead(token, out var id, out var secret))
            return (null, Refusal.Malformed);
        var hash = TokenText.Hash(secret);
        // That it has expired is said to nobody but its holder.
        if (!_holders.TryGetValue(id, out var holder) || !holder.HasSecret(hash))
            return (null, Refusal.Unknown);
        return holder.Record.IsExpired(_time.GetUtcNow()) ? (null, Refusal.Expired) : (holder.Caller, null);
    }

    /// <summary>Takes in a file that has changed. One that cannot be used changes nothing.</summary>
    public void Refresh()
    {
        EndExpired();
        var now = Look();
        if (now == _seen)
            return;
        _seen = now;
        try
        {
            if (TokenFile.Read(_settings.TokenFile) is { } list)
                Take(list);
            else if (_exists)
                LogKept(_logger, "it is gone");
        }
        catch (IOException problem)
        {
            LogKept(_logger, problem.Message);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, _time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
            Refresh();
    }

    private void Take(TokenList list)
    {
        var before = _holders;
        _holders = list.Tokens.Select(t => before.TryGetValue(t.Id, out var old) && IsSame(old.Record, t) ? old : new TokenHolder(t, _queues))
            .ToFrozenDictionary(static h => h.Record.Id, StringComparer.Ordinal);
        _exists = true;
        foreach (var old in before.Values.Except(_holders.Values))
            old.End();
        EndExpired();
        LogRead(_logger, _settings.TokenFile, _holders.Count);
    }

    private void EndExpired()
    {
        var now = _time.GetUtcNow();
        foreach (var holder in _holders.Values)
            if (holder.Record.IsExpired(now))
                holder.End();
    }

    private static bool IsSame(TokenRecord one, TokenRecord other) =>
        (one.Name, one.Hash, one.Created, one.Expires) == (other.Name, other.Hash, other.Created, other.Expires)
        && one.Grants.Length == other.Grants.Length
        && one.Grants.Zip(other.Grants).All(static pair => pair.First.Role == pair.Second.Role && pair.First.Queue == pair.Second.Queue
            && Namespaces(pair.First).SequenceEqual(Namespaces(pair.Second)));

    private static ImmutableArray<string> Namespaces(Grant grant) => grant.Namespaces.IsDefault ? [] : grant.Namespaces;

    private (DateTime, long) Look()
    {
        var file = new FileInfo(_settings.TokenFile);
        if (!file.Exists)
            return default;
        // A mounted Secret shows links; it is what they lead to that changes.
        var real = (FileInfo)(file.ResolveLinkTarget(returnFinalTarget: true) ?? file);
        return real.Exists ? (real.LastWriteTimeUtc, real.Length) : default;
    }

    private string Remedy() =>
        $"Every request needs a token here (Muster:Listen is '{_settings.Listen}', Muster:Access:Anonymous is {_settings.Access.Anonymous}), and {_settings.TokenFile} "
        + (_exists ? "has none that is good. " : "is not there. ")
        + $"Create one with: muster-silo token create NAME --role admin --Muster:Data={_settings.Data} "
        + $"(from the source: dotnet run --project src/Silo -- token create NAME --role admin --Muster:Data={_settings.Data}). "
        + "Or listen on a loopback address, such as http://127.0.0.1:8080, without a token file.";

    [LoggerMessage(1, LogLevel.Information, "{File} has {Count} tokens")]
    private static partial void LogRead(ILogger logger, string file, int count);

    [LoggerMessage(2, LogLevel.Error, "The tokens' file cannot be used, and the tokens that were known stay good: {Problem}")]
    private static partial void LogKept(ILogger logger, string problem);
}
