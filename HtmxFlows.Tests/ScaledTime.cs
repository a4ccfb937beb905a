using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests;

/// <summary>A clock that runs a number of times as fast as the machine's, for long waits, or slower, for waits that must not end.</summary>
sealed class ScaledTime(double factor) : TimeProvider
{
    /// <summary>Gives it to a host.</summary>
    public static Action<IWebHostBuilder> Of(double factor) => host => host.ConfigureTestServices(services => services.AddSingleton<TimeProvider>(new ScaledTime(factor)));

    readonly DateTimeOffset start = System.GetUtcNow();

    public override DateTimeOffset GetUtcNow() => start + (System.GetUtcNow() - start) * factor;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        new Timer(base.CreateTimer(callback, state, Shorten(dueTime), Shorten(period)), Shorten);

    TimeSpan Shorten(TimeSpan span) => span == Timeout.InfiniteTimeSpan ? span : span / factor;

    sealed class Timer(ITimer inner, Func<TimeSpan, TimeSpan> shorten) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => inner.Change(shorten(dueTime), shorten(period));

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => inner.DisposeAsync();
    }
}
