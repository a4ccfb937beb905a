using HtmxFlows.Benchmarks;

(string Name, Func<Report, Task> Run)[] benchmarks =
[
    ("engine", EngineBenchmark.Run),
    ("nodes", NodesBenchmark.Run),
    ("scripts", ScriptsBenchmark.Run),
    ("latency", LatencyBenchmark.Run),
    ("fan-out", FanOutBenchmark.Run),
    ("memory", MemoryBenchmark.Run),
    ("files", FilesBenchmark.Run),
    ("accounts", AccountsBenchmark.Run),
    ("webhooks", WebhooksBenchmark.Run),
    ("schedules", SchedulesBenchmark.Run),
    ("start", StartBenchmark.Run),
    ("lists", ListsBenchmark.Run),
    ("editor", EditorBenchmark.Run),
];

// The bare server that ours is compared with is a process of its own, as ours is.
switch (args)
{
    case [BareServer.Argument]:
        return await BareServer.Hold();
    case [BareServer.Argument, var recording, var viewers, var pace]:
        return await BareServer.Send(recording, viewers, pace);
}

var chosen = args.Length == 0 ? benchmarks : [.. benchmarks.Where(benchmark => args.Contains(benchmark.Name))];
if (chosen.Length == 0)
{
    Console.WriteLine($"Give none or some of: {string.Join(", ", benchmarks.Select(benchmark => benchmark.Name))}.");
    return 2;
}
var report = new Report(Console.Out);
foreach (var (name, run) in chosen)
{
    report.Title(name);
    await run(report);
}
return 0;
