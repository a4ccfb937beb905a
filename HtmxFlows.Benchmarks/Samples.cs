using System.Diagnostics;

namespace HtmxFlows.Benchmarks;

/// <summary>Durations of the same thing, in milliseconds.</summary>
sealed class Samples
{
    readonly List<double> milliseconds = [];

    public int Count => milliseconds.Count;

    public double Median => At(0.5);

    public double P99 => At(0.99);

    public void Add(double duration) => milliseconds.Add(duration);

    /// <summary>Does something so many times, one after the other; the first tenth warms up and is not counted.</summary>
    public static async Task<Samples> Of(int count, Func<Task> work)
    {
        var samples = new Samples();
        for (var i = 0; i < count; i++)
        {
            var start = Stopwatch.GetTimestamp();
            await work();
            if (i >= count / 10)
                samples.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        }
        return samples;
    }

    double At(double share)
    {
        double[] sorted = [.. milliseconds.Order()];
        return sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
