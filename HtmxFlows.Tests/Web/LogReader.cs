using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Tests.Web;

/// <summary>Keeps everything that is logged, at every level.</summary>
sealed class LogReader : ILoggerProvider, ILogger
{
    readonly ConcurrentQueue<string> lines = [];

    public IReadOnlyList<string> Lines => [.. lines];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull
    {
        lines.Enqueue($"{state}");
        return null;
    }

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        var values = state is IEnumerable<KeyValuePair<string, object?>> pairs ? string.Join(' ', pairs.Select(pair => pair.Value)) : "";
        lines.Enqueue($"{formatter(state, exception)} {values} {exception} {exception?.Message} {exception?.InnerException?.Message}");
    }

    public void Dispose() { }
}
