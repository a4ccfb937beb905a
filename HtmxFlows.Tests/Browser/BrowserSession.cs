using Microsoft.Playwright;

namespace HtmxFlows.Tests.Browser;

/// <summary>One browser and one app for all tests that look at pages; each visitor is a browser profile of its own.</summary>
public sealed class BrowserSession : IAsyncLifetime
{
    /// <summary>How long a page may take to show what is expected. Generous: only a test that fails takes so long.</summary>
    public const float Patience = 90_000;

    /// <summary>Settings of an app whose workflows call the peers of the tests.</summary>
    internal static readonly string[] Settings = ["Outbound:AllowedNetworks=127.0.0.0/8"];

    static readonly string[] Switches =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    readonly string folder = Directory.CreateTempSubdirectory("htmxflows-browser-").FullName;
    IPlaywright? playwright;
    AppProcess? app;
    Places? places;

    public IBrowser Browser { get; private set; } = null!;

    public Uri App { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        Browser = await Launch();
        app = AppProcess.Launch(folder, 0, Settings);
        App = await app.Ready;
    }

    /// <summary>Another browser; the caller closes it.</summary>
    /// <param name="without">Switches of Playwright's own that are left out.</param>
    public Task<IBrowser> Launch(params string[] without) =>
        playwright!.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.ExecutablePath, Args = Switches, IgnoreDefaultArgs = without });

    /// <summary>The pages that there are to look at, made by the first visitor who wants to.</summary>
    internal async Task<Places> Places(Func<Task<Visitor>> visit) => places ??= await Tests.Browser.Places.Furnish(await visit());

    public async ValueTask DisposeAsync()
    {
        await Browser.CloseAsync();
        playwright?.Dispose();
        await (app?.DisposeAsync() ?? default);
        Directory.Delete(folder, recursive: true);
    }
}

[CollectionDefinition(nameof(Browsing))]
public sealed class Browsing : ICollectionFixture<BrowserSession>;

/// <summary>A test with visitors. Whatever it is about, it fails if a page complained: in the console, about its policy, or by a request that failed or left the app.</summary>
[Collection(nameof(Browsing))]
public abstract class BrowserTest(BrowserSession session) : IAsyncLifetime
{
    readonly List<Visitor> visitors = [];

    protected BrowserSession Session => session;

    public ValueTask InitializeAsync() => default;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var visitor in visitors)
            await visitor.Leave();
        Nothing.In(visitors.SelectMany(visitor => visitor.Complaints));
    }

    /// <summary>A new visitor of the app, with a profile of its own.</summary>
    private protected Task<Visitor> Visit(BrowserNewContextOptions? options = null) => Visit(session.Browser, session.App, options);

    private protected async Task<Visitor> Visit(IBrowser browser, Uri app, BrowserNewContextOptions? options = null)
    {
        var visitor = await Visitor.Come(browser, app, options ?? new());
        visitors.Add(visitor);
        return visitor;
    }
}
