using System.Collections.Concurrent;
using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using HtmxFlows.Tests.Nodes;
using HtmxFlows.Workflows;

namespace HtmxFlows.Tests.Runs.Reference;

public sealed class ReferenceTests
{
    const int Engines = 4;

    // GRAPHS=1000000 takes most of an hour.
    static readonly int Graphs = int.Parse(Environment.GetEnvironmentVariable("GRAPHS") ?? "6000", CultureInfo.InvariantCulture);

    [Fact, Slow]
    public async Task The_engine_does_what_the_reference_allows_and_never_hangs()
    {
        var seen = new ConcurrentBag<Dictionary<string, int>>();
        // Threads of their own: FsCheck's runner blocks, and the thread pool is the engines'.
        await Task.WhenAll(Enumerable.Range(0, Engines).Select(at => Task.Factory.StartNew(
            () => seen.Add(Rehearse(Graphs / Engines, together: at % 2 == 0 ? 16 : 2)), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

        // A case that was never seen was never tried.
        var counts = seen.SelectMany(each => each).GroupBy(each => each.Key).ToDictionary(each => each.Key, each => each.Sum(one => one.Value));
        Assert.All(EntryNames, name => Assert.InRange(counts.GetValueOrDefault(name), Graphs / 400, int.MaxValue));
    }

    static readonly string[] EntryNames =
    [
        "workflow-started", "node-started", "node-retrying", "node-waiting", "node-item-completed", "node-completed", "node-failed", "node-skipped",
        "workflow-complete", "workflow-failed", "workflow-cancelled", "workflow-resumed", Rehearsal.Called, Rehearsal.Asked,
    ];

    [Fact]
    public void Every_sketch_and_every_smaller_one_is_a_valid_flow() =>
        Assert.All(SketchGenerator.Sketches.Generator.Sample(50), sketch =>
            Assert.All(SketchGenerator.Sketches.Shrinker(sketch).Append(sketch), each => Assert.Empty(FlowPlan.Make(FlowFile.Read(each.Flow).Draft!.Flow, NodeTypes.Catalogue).Problems)));

    static Dictionary<string, int> Rehearse(int graphs, int together)
    {
        var rehearsal = new Rehearsal(together);
        try
        {
            var property = Prop.ForAll(SketchGenerator.Sketches, sketch =>
            {
                if (rehearsal.Perform(sketch).GetAwaiter().GetResult() is { } problem)
                    throw new InvalidOperationException(problem);
            });
            Check.One(Config.QuickThrowOnFailure.WithMaxTest(graphs).WithQuietOnSuccess(true), property);
            return rehearsal.Seen;
        }
        finally
        {
            rehearsal.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }
}
