using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Tests;

/// <summary>Keeps the logged lines. The product logs problems only.</summary>
sealed class Log<T> : ILogger<T>
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    void ILogger.Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Lines.Enqueue($"{formatter(state, exception)} {exception}");
}
