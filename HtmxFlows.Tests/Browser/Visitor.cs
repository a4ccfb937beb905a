using System.Collections.Concurrent;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace HtmxFlows.Tests.Browser;

/// <summary>A browser that is used by what a person sees, and that records every complaint of its pages.</summary>
sealed partial class Visitor
{
    readonly IBrowserContext context;
    readonly Uri app;
    readonly ConcurrentQueue<string> complaints;

    Visitor(IBrowserContext context, IPage page, Uri app, ConcurrentQueue<string> complaints) =>
        (this.context, Page, this.app, this.complaints) = (context, page, app, complaints);

    public IPage Page { get; }

    /// <summary>The complaints of the browser.</summary>
    public IEnumerable<string> Complaints => complaints;

    /// <summary>The statuses of 400 and more that the test expects.</summary>
    public ISet<int> Expected { get; } = new HashSet<int>();

    /// <summary>The other sites that the test leads to.</summary>
    public ISet<Uri> Elsewhere { get; } = new HashSet<Uri>();

    /// <summary>The test stops the server, so connections may fail and the console may report it; a script error is still a complaint.</summary>
    public bool MayLoseConnection { get; set; }

    public ILocator Log => Page.Locator("#log > .entry");

    public ILocator Panel => Page.Locator("#panel");

    public static async Task<Visitor> Come(IBrowser browser, Uri app, BrowserNewContextOptions options)
    {
        options.BaseURL = app.ToString();
        var context = await browser.NewContextAsync(options);
        context.SetDefaultTimeout(BrowserSession.Patience);
        await context.AddInitScriptAsync(Scripts.ReportPolicyViolations);
        var visitor = new Visitor(context, await context.NewPageAsync(), app, []);
        visitor.Listen(visitor.Page);
        return visitor;
    }

    /// <summary>The same visitor in another tab of the same browser; its complaints are the visitor's.</summary>
    public async Task<Visitor> OpenTab()
    {
        var tab = new Visitor(context, await context.NewPageAsync(), app, complaints) { MayLoseConnection = MayLoseConnection };
        tab.Listen(tab.Page);
        return tab;
    }

    /// <summary>Opens a full address or a path of the app.</summary>
    public Task<IResponse?> Go(string address) =>
        Page.GotoAsync(address.StartsWith('/') ? $"{app}{address[1..]}" : address, new() { WaitUntil = WaitUntilState.DOMContentLoaded });

    /// <summary>Opens the list of workflows with those of that name alone: all tests share one app, whose list grows to several pages.</summary>
    public Task<IResponse?> FindWorkflow(string name) => Go($"/?q={Uri.EscapeDataString(name)}");

    /// <summary>Imports a workflow by the form; the visitor is then on its page.</summary>
    /// <returns>The address of its page.</returns>
    public async Task<string> Import(string json)
    {
        await Go("/workflows/import");
        await Page.GetByLabel("Or paste JSON").FillAsync(json);
        await Press("Import");
        await Expect(Page).ToHaveURLAsync(WorkflowAddress());
        return Page.Url;
    }

    /// <summary>Starts a run on the page of a workflow, or the next turn on the page of a run; the visitor is then on its page.</summary>
    /// <returns>The address of its page.</returns>
    public async Task<string> Run(string prompt)
    {
        var before = Page.Url;
        await Page.Locator("#prompt").FillAsync(prompt);
        await Page.Locator("form.prompt").GetByRole(AriaRole.Button, new() { Name = "Run" }).ClickAsync();
        // The address and the end of the page are looked for and not an event: WaitForURL waits for that of the whole load if the address
        // is there already, and a page without scripts does not end to load while its log is live.
        await Expect(Page).Not.ToHaveURLAsync(before);
        await Expect(Page).ToHaveURLAsync(RunAddress());
        await Expect(Page.Locator("#timeline")).ToBeAttachedAsync();
        return Page.Url;
    }

    public Task Press(string button) => Page.GetByRole(AriaRole.Button, new() { Name = button, Exact = true }).ClickAsync();

    /// <summary>Leaves the field that is written in the editor, which saves it; without scripts, saves the form.</summary>
    public async Task Save()
    {
        var button = Page.Locator("#panel noscript .save, #settings-form noscript button");
        if (await button.IsVisibleAsync())
            await button.ClickAsync();
        else
            await Page.Locator(":focus").BlurAsync();
    }

    /// <summary>Changes a field of a node in the editor, and sees that it was saved.</summary>
    public async Task Change(string field, string text)
    {
        var before = await Page.Locator("#revision").GetAttributeAsync("value");
        var box = Page.GetByRole(AriaRole.Textbox, new() { Name = field });
        await box.FillAsync(text);
        await Save();
        await Expect(Page.Locator("#revision")).Not.ToHaveAttributeAsync("value", before!);
    }

    /// <summary>A link of the editor. Without scripts, it is a button that saves the form that is open.</summary>
    public ILocator Way(string name) => Page.GetByRole(AriaRole.Link, new() { Name = name, Exact = true }).Or(Page.Locator("button[name=go]").And(Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true })));

    /// <summary>Publishes the draft that the editor shows.</summary>
    public async Task Publish()
    {
        await Way("Publish").ClickAsync();
        await Press("Publish");
        await Expect(Page.Locator("#picture-heading")).ToBeVisibleAsync();
    }

    /// <summary>Waits until the page shows that the run has ended with that status.</summary>
    public Task SeeEnd(string status) => Expect(Panel.Locator(".run-status.over")).ToHaveAttributeAsync("data-status", status);

    /// <summary>The number of the newest entry that the page shows.</summary>
    public async Task<long> LastSeq() => await Log.CountAsync() == 0 ? 0 : long.Parse(await Log.Last.GetAttributeAsync("data-seq") ?? "0", CultureInfo.InvariantCulture);

    /// <summary>A node of the picture, by its label.</summary>
    public ILocator Node(string label) => Page.Locator(".picture .node", new() { Has = Page.GetByText(label, new() { Exact = true }) });

    /// <summary>Selects a node of the diagram: by its link, or without scripts by the button over it, which saves the form that is open.</summary>
    public async Task Choose(string label)
    {
        await Expect(Node(label)).ToBeVisibleAsync();
        var over = Page.Locator($".picture .over[aria-label='{label}']");
        await (await over.CountAsync() > 0 ? over : Node(label)).ClickAsync();
    }

    public Task SeeNode(string label, string status) => Expect(Node(label).Locator(".state")).ToHaveAttributeAsync("data-status", status);

    /// <summary>What the page of a run shows, in a form in which the same is equal: as it became live, or as it was loaded.</summary>
    public async Task<string> Shown() => Normal.Html(await Page.EvaluateAsync<string>(Scripts.RunView));

    /// <summary>Waits until the page shows what a fresh load of it shows in another browser tab.</summary>
    public async Task SeeWhatAFreshLoadShows()
    {
        var other = await context.NewPageAsync();
        Listen(other);
        await other.GotoAsync(Page.Url, new() { WaitUntil = WaitUntilState.DOMContentLoaded });
        var fresh = Normal.Html(await other.EvaluateAsync<string>(Scripts.RunView));
        await other.CloseAsync();
        await Eventually.Equal(fresh, Shown);
    }

    public Task Leave() => context.CloseAsync();

    void Listen(IPage page)
    {
        page.Console += (_, message) =>
        {
            // The answer itself is looked at below.
            if (message.Type is "error" or "warning" && !message.Text.StartsWith("Failed to load resource: the server responded", StringComparison.Ordinal) && !MayLoseConnection)
                complaints.Enqueue($"{page.Url}: console {message.Type}: {message.Text}");
        };
        page.PageError += (_, error) => complaints.Enqueue($"{page.Url}: error: {error}");
        page.Request += (_, request) =>
        {
            if (!request.Url.StartsWith(app.ToString(), StringComparison.Ordinal) && !request.Url.StartsWith("data:", StringComparison.Ordinal) && !Elsewhere.Any(other => request.Url.StartsWith(other.ToString(), StringComparison.Ordinal)))
                complaints.Enqueue($"{page.Url}: asks elsewhere: {request.Url}");
        };
        // A page that is left aborts what it was still loading, its stream for one.
        page.RequestFailed += (_, request) =>
        {
            if (request.Failure != "net::ERR_ABORTED" && !MayLoseConnection)
                complaints.Enqueue($"{page.Url}: {request.Url} failed: {request.Failure}");
        };
        page.Response += (_, response) =>
        {
            if (response.Status >= 400 && !Expected.Contains(response.Status))
                complaints.Enqueue($"{page.Url}: {response.Url} answered {response.Status}");
        };
    }

    [GeneratedRegex("/workflows/[0-9a-f]{8}-[0-9a-f-]+$")]
    private static partial Regex WorkflowAddress();

    [GeneratedRegex("/runs/[0-9a-f]{8}-[0-9a-f-]+$")]
    private static partial Regex RunAddress();
}
