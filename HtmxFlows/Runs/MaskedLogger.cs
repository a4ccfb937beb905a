using HtmxFlows.Credentials;
using HtmxFlows.Data;

namespace HtmxFlows.Runs;

/// <summary>A log in which secrets are masked, even in the text of an exception, and in which an unavailable database is not repeated by each run.</summary>
sealed class MaskedLogger(ILogger logger, SecretMask secrets, DatabaseTroubleLog? troubles = null) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state) where TState : notnull => logger.BeginScope(state);

    public bool IsEnabled(LogLevel logLevel) => logger.IsEnabled(logLevel);

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (troubles?.Takes(exception) == true)
            return;
        var text = formatter(state, exception);
        if (secrets.IsEmpty || !secrets.Knows(text) && !secrets.Knows(exception?.ToString() ?? ""))
            logger.Log(logLevel, eventId, state, exception, formatter);
        else
            logger.Log(logLevel, eventId, secrets.Mask(text), exception is null ? null : new MaskedException(secrets.Mask(exception.Message), secrets.Mask(exception.ToString())), static (masked, _) => masked);
    }

    /// <summary>Stands for an exception with a secret in its text.</summary>
    sealed class MaskedException(string message, string text) : Exception(message)
    {
        public override string ToString() => text;
    }
}
