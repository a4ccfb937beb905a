using System.Diagnostics;

namespace HtmxFlows.Benchmarks;

/// <summary>What something took of the clock and of the processors, in seconds; the latter is less moved by whatever else the machine does.</summary>
sealed record Cost(double Seconds, double Cpu)
{
    public static async Task<Cost> Of(Func<Task> work)
    {
        var (start, before) = Now();
        await work();
        return Since(start, before);
    }

    public static Cost Of(Action work)
    {
        var (start, before) = Now();
        work();
        return Since(start, before);
    }

    static (long Start, TimeSpan Cpu) Now() => (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);

    static Cost Since(long start, TimeSpan cpu) =>
        new(Stopwatch.GetElapsedTime(start).TotalSeconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds);
}
