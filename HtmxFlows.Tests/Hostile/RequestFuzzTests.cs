using System.Globalization;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace HtmxFlows.Tests.Hostile;

/// <summary>Requests that are nearly right, by the thousand: forms with a valid token, the API by its description, odd headers and encodings. None is a 500, none hangs.</summary>
[Slow]
public sealed class RequestFuzzTests : IAsyncLifetime
{
    const int Connections = 4, Seed = 20261128, MostShown = 60;

    const long MostMemory = 768 * 1024 * 1024;

    // REQUESTS=500000 takes most of an hour.
    static readonly int Requests = int.Parse(Environment.GetEnvironmentVariable("REQUESTS") ?? "8000", CultureInfo.InvariantCulture);

    readonly TemporaryFolder folder = new();
    AppProcess app = null!;
    Probe probe = null!;

    public async ValueTask InitializeAsync()
    {
        app = AppProcess.Launch(folder.Path, 0, "HtmxFlows:Synchronous=NORMAL", "HtmxFlows:Nodes:TimeoutSeconds=1");
        probe = new(await app.Ready.Soon(), Connections);
    }

    [Fact]
    public async Task Every_request_is_answered_and_none_with_a_server_error()
    {
        // SEED chooses others.
        var seed = int.Parse(Environment.GetEnvironmentVariable("SEED") ?? $"{Seed}", CultureInfo.InvariantCulture);
        var generator = await Generator();
        await Parallel.ForEachAsync(Enumerable.Range(0, Requests), new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = TestContext.Current.CancellationToken }, async (index, _) =>
        {
            using var request = generator.Make(new Random(unchecked(seed + index)));
            await probe.Send($"request {index} of seed {seed}", request);
        });

        TestContext.Current.TestOutputHelper!.WriteLine($"{probe.Sent} requests of seed {seed}; memory {(app.IsAlive ? app.PeakMemory : 0) / 1024 / 1024} MiB");
        Assert.True(app.IsAlive, $"The app ended: {app.Output}");
        Assert.True(probe.Faults.Count == 0, $"{probe.Faults.Count} faults:\n{string.Join('\n', probe.Faults.Take(MostShown))}\n{app.Exceptions}");
        Assert.InRange(app.PeakMemory, 0, MostMemory);
    }

    public async ValueTask DisposeAsync()
    {
        probe.Dispose();
        await app.DisposeAsync();
        folder.Dispose();
    }

    /// <summary>Creates one of everything, and reads the forms of all its pages.</summary>
    async Task<RequestGenerator> Generator()
    {
        var asking = await Make("Asking", """{"nodes":[{"id":"ask","type":"approve","data":{"text":"?","fields":[{"name":"a","type":"json"},{"name":"b","type":"boolean"}]}},{"id":"b","type":"http","data":{"url":"http://127.0.0.1:1/","headers":[{"name":"a","value":"b"}],"settings":{"onError":"continue"}}}],"edges":[{"source":"ask","sourceHandle":"approve","target":"b"}],"inputs":[{"name":"a","type":"choice","choices":["x","y"]},{"name":"d","type":"date"}]}""");
        var keeping = await Make("Keeping", """{"nodes":[{"id":"s","type":"store","data":{"operation":"put","collection":"kept","key":"k","value":"v"}},{"id":"t","type":"template","data":{"template":"*{{s}}*","markdown":true}}],"edges":[{"id":"e","source":"s","target":"t"}]}""");
        var (waiting, ended) = (await Start(asking, """{"input":{"a":"x"}}"""), await Start(keeping, "{}"));
        string[] addresses =
        [
            "/", "/?q=a", "/runs", "/runs?status=running", "/nodes", "/nodes?q=http", "/nodes/curl", "/store", "/store/kept", "/entry", "/entry?collection=kept&key=k", "/entry/deletion?collection=kept&key=k", "/templates", "/templates/approval", "/workflows/new", "/workflows/import", "/problem/404",
            .. new[] { asking, keeping }.SelectMany(id => new[] { "", "/edit", "/edit?panel=settings", "/edit?panel=publish", "/edit?panel=nodes", "/edit?panel=run", "/edit?panel=add&add=after", "/draft/json", "/versions", "/versions/1", "/runs", "/delete", "/export" }.Select(more => $"/workflows/{id}{more}")),
            $"/workflows/{asking}/edit?node=ask", $"/workflows/{asking}/edit?node=b", $"/workflows/{asking}/edit?node=b&into=url", $"/workflows/{keeping}/edit?node=s", $"/workflows/{keeping}/edit?edge=e", $"/approvals/{waiting}/ask", $"/runs/{waiting}/questions/ask",
            .. new[] { waiting, ended }.SelectMany(id => new[] { "", "/nodes", "/entries", "/output?node=t", "/events", "/log", "/freshness", "/retry?from=t", "/cancellation" }.Select(more => $"/runs/{id}{more}")),
            "/api/workflows", $"/api/workflows/{keeping}", $"/api/workflows/{keeping}/run?prompt=x", $"/api/runs/{waiting}", $"/api/runs/{ended}/events", "/api/openapi.json", "/app.css", "/lib/htmx/htmx.min.js",
        ];
        List<(string, IHtmlFormElement)> forms = [];
        foreach (var address in addresses.Where(address => !address.StartsWith("/api", StringComparison.Ordinal)))
        {
            if (await probe.Get("forms", address) is { Body.Length: > 0, ContentType: { } type } page && type.StartsWith("text/html", StringComparison.Ordinal))
                forms.AddRange(new HtmlParser().ParseDocument(page.Body).Forms.Select(form => (address, form)));
        }
        Assert.InRange(forms.Count, 40, int.MaxValue);
        return new((await probe.Get("description", "/api/openapi.json"))!.Json, forms, addresses, [asking, keeping, waiting, ended, asking, keeping, waiting, ended, Guid.Empty.ToString(), Guid.NewGuid().ToString().ToUpperInvariant()]);
    }

    async Task<string> Make(string name, string flow) => Id(await probe.Post(name, "/api/workflows", $$"""{"name":"{{name}}","flow":{{flow}}}"""));

    async Task<string> Start(string workflow, string body) => Id(await probe.Post("start", $"/api/workflows/{workflow}/runs", body, prefer: "wait=1"));

    static string Id(Reply? made) => made?.Location?.ToString().Split('/')[^1] ?? throw new InvalidOperationException(made?.Body);
}
