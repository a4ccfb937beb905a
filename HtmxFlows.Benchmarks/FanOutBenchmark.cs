namespace HtmxFlows.Benchmarks;
static class FanOutBenchmark { public static Task Run(Report report) => Task.CompletedTask; }
