namespace HtmxFlows.Benchmarks;
static class StartBenchmark { public static Task Run(Report report) => Task.CompletedTask; }
