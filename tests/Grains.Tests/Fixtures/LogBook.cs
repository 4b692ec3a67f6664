using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Muster.Grains.Tests;

/// <summary>Keeps the newest log lines of the grains, to be shown when a test fails.</summary>
internal sealed class LogBook : ILoggerProvider
{
    private const int Kept = 200;

    private readonly ConcurrentQueue<string> _lines = new();

    /// <summary>The newest lines, oldest first.</summary>
    public string Tail(int lines = 40) => string.Join('\n', _lines.TakeLast(lines));

    /// <summary>True when some line that is kept has the text.</summary>
    public bool Has(string text) => _lines.Any(l => l.Contains(text, StringComparison.Ordinal));

    public ILogger CreateLogger(string categoryName) => new Writer(this, categoryName);

    public void Dispose()
    {
    }

    private void Write(string line)
    {
        _lines.Enqueue(line);
        while (_lines.Count > Kept)
            _lines.TryDequeue(out _);
    }

    private sealed class Writer(LogBook book, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= (category.StartsWith("Muster", StringComparison.Ordinal) ? LogLevel.Debug : LogLevel.Warning);

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (IsEnabled(logLevel))
                book.Write($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {logLevel} {category[(category.LastIndexOf('.') + 1)..]}: {formatter(state, exception)} {exception}");
        }
    }
}
