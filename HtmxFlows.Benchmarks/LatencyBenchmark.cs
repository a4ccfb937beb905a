namespace HtmxFlows.Benchmarks;
static class LatencyBenchmark { public static Task Run(Report report) => Task.CompletedTask; }
