namespace HtmxFlows.Benchmarks;
static class MemoryBenchmark { public static Task Run(Report report) => Task.CompletedTask; }
