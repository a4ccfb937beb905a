using System.Net;
using System.Net.ServerSentEvents;
using AngleSharp.Html.Parser;

namespace HtmxFlows.Tests.Crash;

/// <summary>Uses the app over HTTP, with the forms of its pages, until it is killed, and records everything that it acknowledges.</summary>
sealed class Caller : IDisposable
{
    readonly HttpClient http;
    readonly Acknowledged known;

    public Caller(Uri app, Acknowledged known)
    {
        this.known = known;
        http = new(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = app };
    }

    /// <returns>The address of the new workflow's page.</returns>
    public async Task<string> Import(string flow)
    {
        using var form = new MultipartFormDataContent { { new StringContent(flow), "json" } };
        foreach (var (name, value) in await HiddenFields("/workflows/import", "form[enctype]"))
            form.Add(new StringContent(value), name);
        using var response = await http.PostAsync("/workflows/import", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        return response.Headers.Location!.ToString();
    }

    /// <summary>Starts one run after another in several threads, and watches each, until the app is gone.</summary>
    public async Task StartRunsWhileItLives(string workflow, int threads)
    {
        var fields = await HiddenFields(workflow, "form.prompt");
        await Task.WhenAll(Enumerable.Range(0, threads).Select(_ => StartRuns(workflow, fields)));
    }

    async Task StartRuns(string workflow, IReadOnlyDictionary<string, string> fields)
    {
        var watching = new List<Task>();
        try
        {
            while (true)
                watching.Add(Watch(await StartRun(workflow, fields)));
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
        }
        await Task.WhenAll(watching);
    }

    async Task<string> StartRun(string workflow, IReadOnlyDictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(KeyValuePair.Create("prompt", "survive")));
        using var response = await http.PostAsync($"{workflow}/runs", form, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.SeeOther, response.StatusCode);
        var run = response.Headers.Location!.ToString();
        known.Add(run.Split('/')[^1]);
        return run;
    }

    async Task Watch(string run)
    {
        try
        {
            await using var stream = await http.GetStreamAsync($"{run}/events", TestContext.Current.CancellationToken);
            await foreach (var next in SseParser.Create(stream).EnumerateAsync(TestContext.Current.CancellationToken))
                foreach (var entry in Entries(run.Split('/')[^1], next.Data))
                    known.Add(entry);
        }
        catch (Exception gone) when (gone is HttpRequestException or IOException)
        {
        }
    }

    static IEnumerable<SeenEntry> Entries(string run, string html) =>
        from entry in new HtmlParser().ParseDocument(html).QuerySelectorAll("li.entry")
        let seq = long.Parse(entry.GetAttribute("data-seq")!, System.Globalization.CultureInfo.InvariantCulture)
        // An entry about the run as a whole has the attribute too, and it is empty.
        let node = entry.GetAttribute("data-node") is { Length: > 0 } id ? id : null
        let at = entry.QuerySelector("time")!.GetAttribute("datetime")!
        // The list of all runs grows past what a page shows of an output, and half of it is no JSON.
        let output = entry.QuerySelector(".cut a") is null ? entry.QuerySelector("pre")?.TextContent : null
        select new SeenEntry(run, seq, entry.ClassList.Single(name => name != "entry"), node, at, output);

    async Task<IReadOnlyDictionary<string, string>> HiddenFields(string address, string form)
    {
        var page = new HtmlParser().ParseDocument(await http.GetStringAsync(address, TestContext.Current.CancellationToken));
        return page.QuerySelectorAll($"{form} input[type=hidden]").ToDictionary(field => field.GetAttribute("name")!, field => field.GetAttribute("value")!);
    }

    public void Dispose() => http.Dispose();
}
