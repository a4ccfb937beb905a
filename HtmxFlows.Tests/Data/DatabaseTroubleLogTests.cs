using HtmxFlows.Data;
using Microsoft.Extensions.Logging;

namespace HtmxFlows.Tests.Data;

public sealed class DatabaseTroubleLogTests
{
    readonly ManualTime time = new();
    readonly Lines lines = new();

    [Fact]
    public void A_cause_is_one_line_a_minute_without_a_stack_trace()
    {
        var log = new DatabaseTroubleLog(lines, time);
        for (var i = 0; i < 300; i++)
            Assert.True(log.Takes(new DatabaseUnavailableException(DatabaseTrouble.Full, new IOException("database or disk is full"))));
        Assert.True(log.Takes(new DatabaseUnavailableException(DatabaseTrouble.ReadOnly, new IOException("attempt to write a readonly database"))));
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(log.Takes(new DatabaseUnavailableException(DatabaseTrouble.Full, new IOException("database or disk is full"))));
        Assert.Equal(3, lines.Count);
        Assert.All(lines, line => Assert.DoesNotContain("\n", line, StringComparison.Ordinal));
        Assert.StartsWith("The disk of the database is full", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("The database cannot be written", lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Other_failures_are_left_to_others()
    {
        Assert.False(new DatabaseTroubleLog(lines, time).Takes(new BrokenReferenceException(new IOException())));
        Assert.False(new DatabaseTroubleLog(lines, time).Takes(new InvalidOperationException()));
        Assert.False(new DatabaseTroubleLog(lines, time).Takes(null));
        Assert.Empty(lines);
    }

    sealed class Lines : List<string>, ILogger<DatabaseTroubleLog>
    {
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Add(formatter(state, exception) + exception);
    }
}
