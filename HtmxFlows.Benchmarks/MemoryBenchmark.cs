namespace HtmxFlows.Benchmarks;

/// <summary>What the server holds for a viewer to whom nothing is sent; next to it, what Kestrel alone holds for a connection.</summary>
static class MemoryBenchmark
{
    const int Viewers = 1000, FewViewers = 10;
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
        var app = await Measure(server, $"{await visitor.Post("prompt")}/events");
        await using var kestrel = await ServerProcess.StartSelf(BareServer.Argument);
        var bare = await Measure(kestrel, "/");

        report.AtMost("memory of a viewer, by the working set", app.WorkingSet, "KB", MostKilobytes);
        report.Line("  of which objects of .NET", app.Objects, "KB");
        report.Line("a bare Kestrel connection, by the working set", bare.WorkingSet, "KB");
        report.Line("  of which objects of .NET", bare.Objects, "KB");
        report.Line("the server without viewers, working set", app.Server / 1024, "MB");
    }

    /// <summary>In KB: of one viewer more, and of the server without them.</summary>
    static async Task<(double WorkingSet, double Objects, double Server)> Measure(ServerProcess server, string path)
    {
        // A few come and go, so that what is made once is not counted as theirs.
        using (await Audience.Gather(server.Address, path, FewViewers))
            await Task.Delay(Idle);
        var before = await server.Settle();
        using var audience = await Audience.Gather(server.Address, path, Viewers);
        await Task.Delay(Idle);
        var after = await server.Settle();
        return ((after.WorkingSet - before.WorkingSet) / 1024.0 / Viewers, (after.Objects - before.Objects) / 1024.0 / Viewers, before.WorkingSet / 1024.0);
    }
}
