namespace HtmxFlows.Benchmarks;

/// <summary>
/// What the server holds for a viewer to whom nothing is sent but heartbeats; next to it, what Kestrel alone holds for a connection. It
/// is what each of many viewers adds to those who are there before: these pay for the code that is compiled, and for whatever is made once.
/// </summary>
static class MemoryBenchmark
{
    const int First = 1000, More = 2000, Runs = 1000;
    const double MostKilobytes = 10;

    // Past one heartbeat, so that each stream has been written to.
    static readonly TimeSpan Idle = TimeSpan.FromSeconds(17);

    public static async Task Run(Report report)
    {
        if (!OpenFiles.Allow(report, First + More))
            return;
        var one = await MeasureApp(1, First, More);
        var each = await MeasureApp(Runs, Runs / 10, Runs - Runs / 10);
        await using var kestrel = await ServerProcess.StartSelf(BareServer.Argument);
        var bare = await Measure(kestrel, [.. Enumerable.Repeat("/", First + More)], First);

        report.AtMost("a viewer of one run among many, by the working set", one.WorkingSet, "KB", MostKilobytes);
        report.Line("  of which objects of .NET", one.Objects, "KB");
        report.Line("a bare Kestrel connection, by the working set", bare.WorkingSet, "KB");
        report.Line("  of which objects of .NET", bare.Objects, "KB");
        report.Line("  ratio of a viewer's working set to it", one.WorkingSet / bare.WorkingSet, "");
        report.Line("a viewer of a run of its own, by the working set", each.WorkingSet, "KB");
        report.Line("  of which objects of .NET", each.Objects, "KB");
        report.Line("the server without viewers, working set", one.Server / 1024, "MB");
    }

    static async Task<Figures> MeasureApp(int runs, int first, int more)
    {
        using var scratch = new Scratch();
        Guid workflow;
        using (var engine = new Engine(scratch.File("htmxflows.db")))
            workflow = await engine.Add(Flows.Waiting(600, 2, 1));
        await using var server = await ServerProcess.StartApp(scratch.Path);
        using var visitor = await Visitor.Open(server.Address, workflow);
        var posted = await visitor.PostMany("prompt", runs);
        return await Measure(server, [.. Enumerable.Range(0, first + more).Select(i => $"{posted[i % runs]}/events")], first);
    }

    static async Task<Figures> Measure(ServerProcess server, string[] paths, int first)
    {
        var (alone, _) = await server.Settle();
        using var firstComers = await Audience.Gather(server.Address, paths[..first]);
        await Task.Delay(Idle);
        var before = await server.Settle();
        using var others = await Audience.Gather(server.Address, paths[first..]);
        await Task.Delay(Idle);
        var after = await server.Settle();
        double Each(long bytes) => bytes / 1024.0 / (paths.Length - first);
        return new(Each(after.WorkingSet - before.WorkingSet), Each(after.Objects - before.Objects), alone / 1024.0);
    }

    /// <summary>In KB: of one viewer more, and of the server without them.</summary>
    sealed record Figures(double WorkingSet, double Objects, double Server);
}
