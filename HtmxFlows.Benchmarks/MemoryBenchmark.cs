namespace HtmxFlows.Benchmarks;

/// <summary>What the server holds for a viewer to whom nothing is sent.</summary>
static class MemoryBenchmark
{
    const int Viewers = 1000;
    const double MostKilobytes = 10;

    // Past one heartbeat, so that each stream has been written to.
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(17);

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        Guid workflow;
        using (var engine = new Engine(scratch.File("htmxflows.db")))
            workflow = await engine.Add(Flows.Waiting(300, 2, 1));
        await using var server = await ServerProcess.StartApp(scratch.Path);
        using var visitor = await Visitor.Open(server.Address, workflow);
        var stream = $"{await visitor.Post("prompt")}/events";
        using (await Audience.Gather(server.Address, stream, 10))
            await Task.Delay(Idle);
        var (workingSet, objects) = await server.Settle();
        using var audience = await Audience.Gather(server.Address, stream, Viewers);
        await Task.Delay(Idle);
        var (more, moreObjects) = await server.Settle();
        report.AtMost("memory of a viewer, by the working set", (more - workingSet) / 1024.0 / Viewers, "KB", MostKilobytes);
        report.Line("  of which objects of .NET", (moreObjects - objects) / 1024.0 / Viewers, "KB");
        report.Line("the server without viewers, working set", workingSet / 1024.0 / 1024, "MB");
    }
}
