using System.Globalization;
using HtmxFlows.Tests.Browser;
using HtmxFlows.Workflows;
using Microsoft.Playwright;

namespace HtmxFlows.Benchmarks;

/// <summary>Flows of several sizes: laid out in process, sent by the server, opened in Chromium until they are painted, and changed in the editor.</summary>
static class EditorBenchmark
{
    const int Repeats = 10, Usual = 200, Largest = 1000;
    const double MostSeconds = 0.6, MostMilliseconds = 100;

    // The moment after the first frame that is drawn when the page has been loaded, in milliseconds from the click.
    const string Painted = "() => new Promise(done => requestAnimationFrame(() => setTimeout(() => done(performance.now()))))";

    static readonly int[] Sizes = [50, Usual, Largest];

    public static async Task Run(Report report)
    {
        using var scratch = new Scratch();
        List<(int Nodes, Guid Workflow)> flows = [];
        using (var engine = new Engine(scratch.File("htmxflows.db")))
        {
            foreach (var nodes in Sizes)
                flows.Add((nodes, await engine.Add(Flows.Mesh(nodes))));
        }
        await using var server = await ServerProcess.StartApp(scratch.Path, isHooked: false);
        using var http = new HttpClient { BaseAddress = server.Address };
        using var playwright = await Playwright.CreateAsync();
        await using var browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.ExecutablePath, Args = ["--no-sandbox", "--disable-gpu"] });
        foreach (var (nodes, workflow) in flows)
        {
            await Measure(report, nodes, new Uri(server.Address, $"/workflows/{workflow}"), http, browser);
            await Edit(report, nodes, server.Address, workflow);
        }
    }

    /// <summary>What a person does in the editor, from the click to the last byte of the page that it leads to.</summary>
    static async Task Edit(Report report, int nodes, Uri server, Guid workflow)
    {
        using var editing = await Editing.Open(server, workflow);
        var saves = 0;
        (string What, Func<Task> Do)[] actions =
        [
            ("a node is chosen", () => editing.Look("?node=n10")),
            ("a node is changed", () => editing.Send("/nodes/n10", ("data.template", $"Hello {saves++}"))),
            ("a node saves itself while it is written", () => editing.Send("/nodes/n10/autosave", ("data.template", $"Hello there {saves++}"))),
            ("a value is shown while it is written", () => editing.Send("/nodes/n10/preview", ("data.template", "Hello {{prompt}}"), ("field", "data.template"))),
            ("a node is added", () => editing.Send("/addition", ("add", "after"), ("to", "n10"), ("type", "template"))),
            ("that is undone", () => editing.Send("/undo")),
        ];
        // A flow of the largest size takes no more nodes.
        foreach (var (what, work) in nodes < Largest ? actions : actions[..^2])
        {
            var took = await Samples.Of(Repeats, work);
            if (nodes == Usual)
                report.AtMost($"{what}, median", took.Median, "ms", MostMilliseconds);
            else
                report.Line($"{what}, median", took.Median, "ms");
        }
    }

    static async Task Measure(Report report, int nodes, Uri page, HttpClient http, IBrowser browser)
    {
        var flow = Flow.Parse(Flows.Mesh(nodes)).Flow!;
        report.Note(string.Create(CultureInfo.InvariantCulture, $"{nodes:N0} nodes, {flow.Edges.Count:N0} edges"));
        var laidOut = await Samples.Of(Repeats, () => Task.FromResult(FlowLayout.Of(flow)));
        report.Line("laid out, median", laidOut.Median, "ms");
        var sent = await Samples.Of(Repeats, () => http.GetByteArrayAsync(page));
        report.Line("its page has been sent, median", sent.Median, "ms");
        var opened = await Open(page, browser) / 1000;
        if (nodes == Largest)
            report.AtMost("its page has been painted, median", opened, "s", MostSeconds);
        else
            report.Line("its page has been painted, median", opened, "s");
    }

    /// <summary>The median of the milliseconds that it takes to open a page; the first time, in which the browser fetches and compiles what it keeps, is not counted.</summary>
    static async Task<double> Open(Uri page, IBrowser browser)
    {
        await using var context = await browser.NewContextAsync();
        var opened = new Samples();
        for (var i = 0; i <= Repeats; i++)
        {
            var tab = await context.NewPageAsync();
            await tab.GotoAsync(page.ToString());
            var milliseconds = await tab.EvaluateAsync<double>(Painted);
            if (i > 0)
                opened.Add(milliseconds);
            await tab.CloseAsync();
        }
        return opened.Median;
    }
}
