using System.Diagnostics;
using Muster.Contracts;
using StackExchange.Redis;

namespace Muster.Ledger;

/// <summary>
/// Runs scripts. They go out one behind the other on one connection, so that Redis runs many of them for one flush of its disk.
/// How many are under way is bounded, and so is the time that one waits.
/// </summary>
internal sealed class ScriptCaller : IDisposable
{
    // Beside its payload every answer has: its kind, counter, the log's end, whether it wrote.
    private const int EnvelopeLength = 4;

    private readonly IDatabase _database;
    private readonly RedisKey[] _keys;
    private readonly RedisLedgerOptions _options;
    private readonly TimeProvider _time;
    private readonly RedisGuard _guard;
    private readonly LedgerMeter _meter;
    private readonly Lock _signalTurn = new();
    private readonly string _incarnation;
    private readonly string _writer = Guid.NewGuid().ToString("N");
    private readonly string _maxChanges;
    private int _inFlight;
    private int _closed;
    private long _lastAnswer;

    public ScriptCaller(IDatabase database, RedisLedgerOptions options, TimeProvider time, RedisGuard guard, LedgerMeter meter)
    {
        (_database, _options, _time, _guard, _meter) = (database, options, time, guard, meter);
        _keys = [KeyOfMeta(options)];
        _incarnation = guard.Incarnation.ToString("N");
        _maxChanges = Arguments.Number(options.MaxChanges);
    }

    /// <summary>The store that is meant.</summary>
    public Guid Incarnation => _guard.Incarnation;

    /// <summary>Rings when the event log has grown.</summary>
    public ChangeSignal Signal { get; } = new();

    /// <summary>How long ago Redis last answered.</summary>
    public TimeSpan Silence => Stopwatch.GetElapsedTime(Interlocked.Read(ref _lastAnswer));

    /// <summary>Calls that are under way.</summary>
    public int InFlight => Volatile.Read(ref _inFlight);

    /// <summary>The one key that scripts are given; they find all others by it.</summary>
    public static RedisKey KeyOfMeta(RedisLedgerOptions options) => $"{{{options.Prefix}}}:meta";

    /// <summary>Runs a script that may write.</summary>
    /// <exception cref="LedgerUnavailableException">The outcome is unknown.</exception>
    /// <exception cref="LedgerRolledBackException">The store is not what it was.</exception>
    /// <exception cref="OverloadedException">Too many are under way; it was not sent.</exception>
    public async Task<Reply> WriteAsync(LedgerScript script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        try
        {
            var reply = await CallAsync(script, arguments, cancellationToken);
            _meter.Committed(1, Stopwatch.GetElapsedTime(started));
            return reply;
        }
        catch (OverloadedException)
        {
            _meter.Refused();
            throw;
        }
        catch (LedgerUnavailableException)
        {
            _meter.Failed();
            throw;
        }
    }

    /// <summary>Runs a script; see <see cref="WriteAsync"/>.</summary>
    public async Task<Reply> CallAsync(LedgerScript script, RedisValue[] arguments, CancellationToken cancellationToken)
    {
        RequireOpen();
        _guard.Require();
        cancellationToken.ThrowIfCancellationRequested();
        if (Interlocked.Increment(ref _inFlight) > _options.MaxInFlight)
        {
            Interlocked.Decrement(ref _inFlight);
            throw new OverloadedException($"{_options.MaxInFlight} operations wait for Redis already. Try again in a moment.");
        }
        try
        {
            return Open(await AnswerOf(SendAsync(script, WithHeader(arguments))).WaitAsync(_options.CallTimeout, cancellationToken));
        }
        catch (Exception fault)
        {
            var explained = RedisFaults.Explain(fault, _options.CallTimeout);
            if (ReferenceEquals(explained, fault))
                throw;
            throw explained;
        }
    }

    /// <summary>Sends no more.</summary>
    public void Dispose() => Interlocked.Exchange(ref _closed, 1);

    // What is given up on still counts until Redis answers or the connection ends: else a Redis that hangs would pile them up.
    // Off the connection's own thread, which must not be held up by what callers do with an answer.
    private Task<RedisResult> AnswerOf(Task<RedisResult> sent) => sent.ContinueWith(
        answer =>
        {
            Interlocked.Decrement(ref _inFlight);
            return answer;
        },
        CancellationToken.None, TaskContinuationOptions.None, TaskScheduler.Default).Unwrap();

    private async Task<RedisResult> SendAsync(LedgerScript script, RedisValue[] values)
    {
        try
        {
            return await _database.ScriptEvaluateAsync(script.Hash ?? await script.LoadAsync(_database), _keys, values);
        }
        catch (RedisServerException fault) when (RedisFaults.IsUnknownScript(fault))
        {
            return await _database.ScriptEvaluateAsync(await script.LoadAsync(_database), _keys, values);
        }
    }

    private RedisValue[] WithHeader(RedisValue[] arguments) =>
    [
        _incarnation, _guard.Seen, _writer, _guard.Own, Arguments.Moment(_time.GetUtcNow()), _maxChanges, .. arguments,
    ];

    private Reply Open(RedisResult answer)
    {
        var parts = (RedisResult[])answer!;
        Interlocked.Exchange(ref _lastAnswer, Stopwatch.GetTimestamp());
        switch ((string)parts[0]!)
        {
            case "OK":
                break;
            case "INCARNATION":
                throw _guard.Replaced((string)parts[1]!);
            case "BEHIND":
                throw _guard.Behind((long)parts[1], (long)parts[2]);
            case "RECOVERING":
                throw RecoveryFaults.UnderWay();
            case "SETTLED":
                throw RecoveryFaults.Overtaken();
            default:
                throw new LedgerCorruptException("A script of the ledger has answered what it never does. Give the ledger a Redis of its own.");
        }
        _guard.Note((long)parts[1], (long)parts[3] == 1);
        lock (_signalTurn)
            Signal.Advance((long)parts[2]);
        return new(parts, EnvelopeLength);
    }

    private void RequireOpen()
    {
        if (Volatile.Read(ref _closed) == 1)
            throw RedisFaults.Closed();
    }
}
