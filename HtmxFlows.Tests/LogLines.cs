using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Tests;

/// <summary>Keeps what an app logs, from a level on.</summary>
sealed class LogLines(LogLevel least) : ILoggerProvider, ILogger
{
    public ConcurrentQueue<string> Lines { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= least;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
            Lines.Enqueue($"{formatter(state, exception)} {exception}");
    }

    public void Dispose() { }
}
