using FsCheck;
using FsCheck.Fluent;

namespace HtmxFlows.Tests.Runs.Reference;

/// <summary>Random sketches that are valid flows, and smaller ones to find the cause of a failure. A further kind of node is a line in <see cref="WorkOf"/>.</summary>
static class SketchGenerator
{
    const int MostNodes = 9;

    const int MostCalls = 5;

    static readonly string[] Prompts = ["yes", "no", ""];

    static readonly string[] Deeds = [Deed.Now, Deed.Now, Deed.Bad, "1", "2"];

    public static Arbitrary<Sketch> Sketches { get; } = Arb.From(Make(), Smaller);

    // A restart finds most while a node is in flight.
    static Gen<Sketch> Make() =>
        from count in Gen.Choose(1, MostNodes)
        from links in Gen.CollectToArray(Enumerable.Range(1, count - 1), at => Gen.SubListOf(Enumerable.Range(Math.Max(0, at - 4), Math.Min(at, 4))))
        let pairs = links.SelectMany((sources, at) => sources.Select(source => new SketchEdge($"n{source}", null, $"n{at + 1}"))).ToArray()
        from nodes in Gen.CollectToArray(Enumerable.Range(0, count), at => Node($"n{at}", [.. Sketch.Ancestors(pairs, $"n{at}")], pairs.Count(pair => pair.Target == $"n{at}")))
        from edges in Gen.CollectToArray(pairs, pair => Edge(pair, nodes.First(node => node.Id == pair.Source)))
        from order in Gen.Shuffle(nodes)
        from prompt in Gen.Elements(Prompts)
        from cancel in Rarely(10, Gen.Choose(0, 6))
        from restart in nodes.Any(node => node.Work is Loops) ? Rarely(2, Gen.Choose(0, 2)) : Rarely(20, Gen.Choose(0, 6))
        select new Sketch(order, [.. edges.SelectMany(some => some)], prompt, cancel, cancel is null ? restart : null);

    static Gen<SketchNode> Node(string id, string[] ancestors, int incoming) =>
        from work in WorkOf(ancestors)
        from settings in SettingsOf(work, incoming)
        select new SketchNode(id, work, settings);

    static Gen<Work> Items(Func<bool[], int, bool, Work> make) =>
        from bad in Gen.NonEmptyListOf(Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true))))
        from parallel in Gen.Choose(1, 3)
        from collects in Gen.Elements(true, false)
        select make([.. bad.Take(MostCalls)], parallel, collects);

    // A loop keeps a processor busy until its time is over, and so is rare.
    static Gen<Work> WorkOf(string[] ancestors) => Gen.Frequency(
        (6, Gen.Constant<Work>(new Says("text"))),
        (6, Gen.Constant<Work>(new Echoes())),
        (ancestors.Length > 0 ? 6 : 0, ancestors.Length > 0 ? Gen.Elements(ancestors).Select(Work (ancestor) => new Recalls(ancestor)) : Gen.Constant<Work>(new Echoes())),
        (4, Gen.Elements(true, false).Select(Work (keep) => new Sets(keep))),
        (8, Gen.Elements(Prompts).Select(Work (prompt) => new Asks(prompt))),
        (6, Gen.Elements(true, false).Select(Work (all) => new Switches(all))),
        (3, Gen.Elements("one", "two").Select(Work (text) => new Responds(text))),
        (8, Gen.Choose(0, 5).Select(Work (seconds) => new Waits(seconds))),
        (2, Gen.Constant<Work>(new WaitsUntil(new(2001, 1, 1, 0, 0, 0, TimeSpan.Zero)))),
        (6, Gen.Constant<Work>(new Fails("This went wrong."))),
        (4, Gen.Constant<Work>(new Computes())),
        (1, Gen.Constant<Work>(new Loops())),
        (4, Gen.Constant<Work>(new Counts())),
        (3, Items((bad, parallel, collects) => new GivesEach(bad, parallel, collects))),
        (2, Items((bad, parallel, collects) => new CountsEach(bad, parallel, collects))),
        (3, Items((bad, parallel, collects) => new CallsOut(bad, parallel, collects))),
        (1, Gen.Elements(Deeds).Select(Work (prompt) => new CallsOne(prompt))),
        (2, from prompts in Gen.NonEmptyListOf(Gen.Elements(Deeds)) from together in Gen.Choose(1, 3) from collects in Gen.Elements(true, false) select (Work)new CallsEach([.. prompts.Take(MostCalls)], together, collects)),
        (1, from prompt in Gen.Elements(Deeds) from times in Gen.Choose(1, 4) from most in Gen.Choose(1, 4) select (Work)new CallsAgain(prompt, times, most)),
        (4, from decision in Gen.Elements("approve", "reject") from after in Gen.Elements<int?>(0, 1, 3, null) from within in after is null ? Gen.Constant<int?>(2) : Gen.Elements<int?>(2, null) select (Work)new Wonders(decision, after, within)));

    static Gen<Settings> SettingsOf(Work work, int incoming) =>
        from retries in Rarely(3, Gen.Choose(0, 3))
        from delay in work is ItemsWork ? Gen.Elements<double?>(0, 0.711, 1.303) : Rarely(2, Gen.Elements(0, 0.5, 1, 3))
        from factor in Rarely(3, Gen.Elements(1, 1.5, 3))
        from longest in work is ItemsWork ? Gen.Constant<double?>(null) : Rarely(3, Gen.Elements(3, 4d))
        from jitter in work is ItemsWork ? Gen.Constant<double?>(0) : Rarely(2, Gen.Elements(0, 0.5, 1))
        from timeout in work is Loops ? Gen.Elements<double?>(1, 2.5) : Gen.Constant<double?>(null)
        from onError in Rarely(2, Gen.Elements("fail", "continue", "port"))
        from onCrash in Rarely(2, Gen.Elements("retry", "fail"))
        from waitFor in incoming > 1 ? Gen.Elements(null, "arriving", "all", "first") : Rarely(8, Gen.Elements("all", "first"))
        from markdown in Rarely(4, Gen.Constant(true))
        from disabled in Rarely(12, Gen.Constant(true))
        select new Settings
        {
            Retries = retries,
            Delay = delay,
            Factor = factor,
            MaxDelay = longest,
            Jitter = jitter,
            Timeout = timeout,
            OnError = onError,
            OnCrash = onCrash,
            Join = waitFor,
            Markdown = markdown,
            Disabled = disabled,
        };

    /// <summary>An edge by one of its source's ports, and sometimes by several.</summary>
    static Gen<SketchEdge[]> Edge(SketchEdge pair, SketchNode source) =>
        from one in Gen.Elements(source.Ports.ToArray())
        from several in Gen.Choose(1, 10)
        select several == 1 ? [.. source.Ports.Select(port => pair with { Port = port })] : new[] { pair with { Port = one } };

    static Gen<T?> Rarely<T>(int one, Gen<T> value) where T : struct => Gen.Frequency((one - 1, Gen.Constant<T?>(null)), (1, value.Select(some => (T?)some)));

    static Gen<string?> Rarely(int one, Gen<string> value) => Gen.Frequency((one - 1, Gen.Constant<string?>(null)), (1, value.Select(string? (some) => some)));

    /// <summary>The same without one of its parts, or with a simpler one.</summary>
    static IEnumerable<Sketch> Smaller(Sketch sketch)
    {
        if (sketch.CancelAfter is not null)
            yield return sketch with { CancelAfter = null };
        if (sketch.RestartAfter is not null)
            yield return sketch with { RestartAfter = null };
        foreach (var node in sketch.Nodes.Where(_ => sketch.Nodes.Count > 1))
            yield return (sketch with { Nodes = [.. sketch.Nodes.Where(other => other != node)] }).Valid();
        foreach (var edge in sketch.Edges)
            yield return (sketch with { Edges = [.. sketch.Edges.Where(other => other != edge)] }).Valid();
        foreach (var node in sketch.Nodes)
        {
            foreach (var simpler in Simpler(node))
                yield return (sketch with { Nodes = [.. sketch.Nodes.Select(other => other == node ? simpler : other)] }).Valid();
        }
    }

    static IEnumerable<SketchNode> Simpler(SketchNode node)
    {
        if (node.Work is not Says)
            yield return node with { Work = new Says("text"), Settings = node.Settings with { Timeout = null } };
        foreach (var fewer in Fewer(node.Work))
            yield return node with { Work = fewer };
        if (node.Work is ItemsWork)
            yield break;
        var settings = node.Settings;
        Settings[] simpler =
        [
            new() { Timeout = settings.Timeout }, settings with { Retries = null }, settings with { Delay = null, MaxDelay = null }, settings with { Factor = null }, settings with { Jitter = null },
            settings with { OnError = null }, settings with { OnCrash = null }, settings with { Join = null }, settings with { Markdown = null }, settings with { Disabled = null },
        ];
        foreach (var other in simpler.Where(other => other != settings))
            yield return node with { Settings = other };
    }

    static IEnumerable<ItemsWork> Fewer(Work work) => work is not ItemsWork { Bad.Length: > 1 } items ? []
        : Enumerable.Range(0, items.Bad.Length).Select(at => items with { Bad = [.. items.Bad[..at], .. items.Bad[(at + 1)..]] });
}
