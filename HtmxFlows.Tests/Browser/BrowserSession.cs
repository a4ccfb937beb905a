using System.Collections.Concurrent;
using HtmxFlows.Tests.Browser;
using Microsoft.Playwright;

[assembly: AssemblyFixture(typeof(BrowserSession))]

namespace HtmxFlows.Tests.Browser;

/// <summary>One browser and one app for all browser tests, started by the first of them; each visitor has its own browser profile.</summary>
public sealed class BrowserSession : IAsyncDisposable
{
    /// <summary>How many milliseconds a page may take to show what is expected. Generous: only a failing test takes so long.</summary>
    public static readonly float Patience = (float)Waiting.Patience.TotalMilliseconds;

    static readonly string[] Switches =
        ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    readonly TemporaryFolder folder = new();
    readonly Lazy<Task> started;
    IPlaywright? playwright;
    AppProcess? app;

    /// <summary>Where the browser is; null if there is none.</summary>
    internal string? Executable => (Chromium.ExecutablePath ?? playwright!.Chromium.ExecutablePath) is var path && File.Exists(path) ? path : null;

    public IBrowser Browser { get; private set; } = null!;

    public Uri App { get; private set; } = null!;

    public BrowserSession() => started = new(Start);

    /// <summary>Ends when browser and app have started, or no browser was found.</summary>
    internal Task Started => started.Value;

    async Task Start()
    {
        Assertions.SetDefaultExpectTimeout(Patience);
        playwright = await Playwright.CreateAsync();
        // Each test reports what is missing.
        if (Executable is null)
            return;
        Browser = await Launch();
        app = AppProcess.Launch(folder.Path, 0, AppProcess.CallsPeers);
        App = await app.Ready;
    }

    /// <summary>Another browser; the caller closes it.</summary>
    /// <param name="without">Switches of Playwright to omit.</param>
    public Task<IBrowser> Launch(params string[] without) =>
        playwright!.Chromium.LaunchAsync(new() { ExecutablePath = Executable, Args = Switches, IgnoreDefaultArgs = without });

    public async ValueTask DisposeAsync()
    {
        await (Browser?.CloseAsync() ?? Task.CompletedTask);
        playwright?.Dispose();
        await (app?.DisposeAsync() ?? default);
        folder.Dispose();
    }
}

/// <summary>A test with visitors. It also fails if a page writes to the console, breaks its policy, or sends a request that fails or leaves the app.</summary>
[Slow]
public abstract class BrowserTest(BrowserSession session) : IAsyncLifetime
{
    readonly ConcurrentQueue<Visitor> visitors = [];

    protected BrowserSession Session => session;

    public async ValueTask InitializeAsync()
    {
        await session.Started;
        Programs.Require("chromium-headless-shell", session.Executable);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        foreach (var visitor in visitors)
            await visitor.Leave();
        Nothing.In(visitors.SelectMany(visitor => visitor.Complaints));
    }

    /// <summary>A new visitor of the app, with its own profile.</summary>
    private protected Task<Visitor> Visit(BrowserNewContextOptions? options = null) => Visit(session.Browser, session.App, options);

    private protected async Task<Visitor> Visit(IBrowser browser, Uri app, BrowserNewContextOptions? options = null)
    {
        var visitor = await Visitor.Come(browser, app, options ?? new());
        visitors.Enqueue(visitor);
        return visitor;
    }
}
