using System.Net.Http.Headers;
using System.Reflection;
using System.Text.RegularExpressions;
using AngleSharp.Dom;
using HtmxFlows.Accounts;
using HtmxFlows.Api;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Store;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Credentials;
using HtmxFlows.Tests.Web;
using HtmxFlows.Triggers;
using Microsoft.AspNetCore.Razor.Hosting;

namespace HtmxFlows.Tests.Rules;

/// <summary>What every served page has in common.</summary>
public sealed partial class PageRule(App app)
{
    const int HeaviestView = 60_000, MostRequests = 6;

    static readonly Dictionary<string, string> Headers = new()
    {
        ["Content-Security-Policy"] = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; "
            + "frame-src 'self'; frame-ancestors 'self'; base-uri 'none'",
        ["X-Content-Type-Options"] = "nosniff",
        ["Referrer-Policy"] = "same-origin",
        ["Cross-Origin-Opener-Policy"] = "same-origin",
        ["Permissions-Policy"] = "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    };

    /// <summary>
    /// The values of route parameters: {0} is a workflow, {1} a run that has ended, {2} a live run, {3} a run that asks a question
    /// {4} the key to its answer, and {5} a credential.
    /// </summary>
    static readonly (string Parameter, string Value)[] Values =
    [
        ("/approvals/{run:guid}/{node}", "/approvals/{3}/ask?key={4}"), ("/runs/{id:guid}/questions/{node}", "/runs/{3}/questions/ask"), ("/workflows/{id:guid}", "/workflows/{0}"), ("/runs/bulk", "/runs/bulk?action=delete&workflow={0}"), ("/runs/{id:guid}", "/runs/{1}"),
        ("/credentials/{id:guid}", "/credentials/{5}"), ("/people/{id:guid}", "/people/{1}"), ("/people/invitations/{id:guid}", "/people/invitations/{1}"), ("/account/sessions/{id:guid}", "/account/sessions/{1}"), ("/account/tokens/{id:guid}", "/account/tokens/{1}"),
        ("{delivery:guid}", "0192f0c0-0000-7000-8000-000000000000"), ("{once:guid}", "0192f0c0-0000-7000-8000-000000000000"), ("/{conversation:guid?}", ""), ("{conversation:guid}", "0192f0c0-0000-7000-8000-000000000000"), ("{question}", "a"), ("{key}", "page-rules"), ("{code:int}", "405"), ("{collection}", "page%20rules"), ("{server}", "page-rules"), ("{node}", "a"), ("{template?}", ""), ("{version:int}", "1"),
    ];

    /// <summary>Pages that answer a file.</summary>
    static readonly string[] Files = ["/files/{id:guid}", "/runs/{id:guid}/output", "/runs/{id:guid}/result", "/workflows/{id:guid}/export", "/audit/export"];

    const string Editor = "/workflows/{0}/edit", Entry = "?collection=page+rules&key=a";

    /// <summary>Pages in other states, errors included.</summary>
    static readonly string[] States =
    [
        "/?q=nothing-has-this-name", "/credentials/new?kind=oauth2-code", $"/entry{Entry}", $"/entry/deletion{Entry}", "/nodes?q=group+top", "/nodes?q=nothing-has-this-name", "/runs?status=failed", "/runs?status=bogus", "/runs?trigger=call&q=x&subruns=true", "/runs/bulk?selected=cancel", "/?archived=true", "/?tag=none&sort=Name", "/search?q=text", "/runs/{2}",
        "/runs/{1}/retry?from=b", "/runs/{1}?node=a", "/files?q=nothing-has-this-name", "/store?q=nothing-has-this-name", "/templates/triage", $"{Editor}?add=alone", $"{Editor}?node=a", $"{Editor}?node=a&panel=replace", $"{Editor}?panel=nodes", $"{Editor}?panel=settings",
        $"{Editor}?panel=publish", $"{Editor}?panel=run", "/nowhere", "/problem/413", "/problem/418", "/problem/500", "/problem/503",
    ];

    /// <summary>The routes of all pages, as the build has compiled them.</summary>
    static IEnumerable<string> Routes =>
        from page in typeof(Program).Assembly.GetCustomAttributes<RazorCompiledItemAttribute>()
        from metadata in page.Type.GetCustomAttributes<RazorCompiledItemMetadataAttribute>()
        where metadata.Key == "RouteTemplate"
        select metadata.Value;

    public static TheoryData<string> Pages => [.. Routes.Except(Files).Select(Fill).Concat(States)];

    [Fact]
    public async Task Every_page_that_the_app_serves_is_opened_here()
    {
        var served = (await AppEndpoint.All(app)).Where(endpoint => endpoint.IsPage).Select(page => page.Route).Distinct();

        Assert.Equal(served.Order(StringComparer.Ordinal), Routes.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_page_with_an_unknown_parameter_is_an_error() => Assert.Throws<InvalidOperationException>(() => Fill("/workflows/{id:guid}/{unknown}"));

    [Fact]
    public async Task Every_resource_of_a_draft_redirects_a_GET_to_the_editor()
    {
        // The JSON of a draft is a page.
        var resources = Routes.Where(route => route.Contains("/draft/", StringComparison.Ordinal) && !route.EndsWith("/json", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(resources);
        foreach (var resource in resources)
            Assert.Matches("^/workflows/[^/]+/edit", (await Open(Fill(resource))).Address);
    }

    static string Fill(string route)
    {
        var address = Values.Aggregate(route, (filled, value) => filled.Replace(value.Parameter, value.Value, StringComparison.Ordinal));
        return Unfilled().IsMatch(address) ? throw new InvalidOperationException($"Give the parameters of the page {route} a value here.") : address;
    }

    [GeneratedRegex(@"\{[a-z]")]
    private static partial Regex Unfilled();

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_has_a_title_landmarks_and_named_controls(string address)
    {
        var page = await Open(address);

        Assert.Equal("en", page.One("html").GetAttribute("lang"));
        Assert.EndsWith(" · HtmxFlows", page.One("title").Words(), StringComparison.Ordinal);
        Assert.NotEmpty(page.One("h1").Words());
        Assert.NotNull(page.Main);
        Assert.Equal("#main", page.All("body > a")[0].GetAttribute("href"));
        Assert.Equal("main", page.Main.Id);
        Assert.Equal(page.All("[id]").Count, page.All("[id]").Select(element => element.Id).Distinct().Count());
        Assert.All(page.All("main input:not([type=hidden]), main textarea, main select"), field => Assert.True(HasName(page, field), field.OuterHtml));
        Assert.All(page.All("main button, main a"), control => Assert.NotEmpty(control.GetAttribute("aria-label") ?? control.Words()));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_has_the_security_headers(string address)
    {
        var page = await Open(address);

        Assert.All(Headers, header => Assert.Equal(header.Value, page.Header(header.Key)));
        Assert.Null(page.Header("Server"));
        Assert.Contains("\"allowEval\":false", page.One("meta[name=htmx-config]").GetAttribute("content"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task A_page_has_nothing_inline(string address)
    {
        var page = await Open(address);

        Assert.All(page.Document.Scripts, script => Assert.StartsWith("/lib/", script.GetAttribute("src"), StringComparison.Ordinal));
        Assert.Empty(page.All("style, [style]"));
        Assert.DoesNotContain(page.Document.All.SelectMany(element => element.Attributes),
            attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal) || attribute.Name.StartsWith("hx-on", StringComparison.Ordinal));
    }

    [Theory, MemberData(nameof(Pages))]
    public async Task Every_form_that_changes_something_has_a_token(string address)
    {
        var page = await Open(address);

        Assert.All(page.All("form"), form => Assert.Contains(form.GetAttribute("method"), new[] { "get", "post" }));
        Assert.All(page.All("form[method=post]"), form => Assert.NotEmpty(form.QuerySelector("input[name=__RequestVerificationToken]")?.GetAttribute("value") ?? ""));
        // A field of a form sends the form's token with it.
        Assert.All(page.All("[hx-post]:not(form)"), field => Assert.NotNull(field.GetAttribute("form") is { } form ? page.One($"form#{form}[method=post]") : field.Closest("form[method=post]")));
        Assert.Empty(page.All("[hx-put], [hx-patch], [hx-delete], form[method=get] input[name=__RequestVerificationToken]"));
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/runs/{1}")]
    [InlineData("/runs/{2}")]
    public async Task A_first_view_weighs_little_and_takes_few_requests(string address)
    {
        // A new installation: the list grows with its workflows.
        await using var own = new App();
        using var visitor = own.Visit();
        var path = await Address(address, own);
        var page = await visitor.Open(path);
        string[] parts = [path, .. page.All("link[rel=stylesheet], link[rel=icon], script[src], img[src]").Select(part => part.GetAttribute("href") ?? part.GetAttribute("src")!).Distinct()];
        var weights = new List<(string Part, long Bytes)>();
        foreach (var part in parts)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, part);
            request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("br"));
            weights.Add((part, (await visitor.Send(request)).Body.Length));
        }

        Assert.True(weights.Count <= MostRequests, string.Join(' ', parts));
        Assert.True(weights.Sum(weight => weight.Bytes) <= HeaviestView, string.Join(' ', weights));
    }

    [Fact]
    public async Task The_log_page_has_the_headers_and_the_frame_of_a_page()
    {
        using var visitor = app.Visit();

        var page = await visitor.Open(await Address("/runs/{1}/log", app));

        Assert.All(Headers, header => Assert.Equal(header.Value, page.Header(header.Key)));
        Assert.Equal("en", page.One("html").GetAttribute("lang"));
        Assert.NotEmpty(page.One("title").Words());
        Assert.NotEmpty(page.One("h1").Words());
        Assert.Empty(page.All("script, style, [style]"));
    }

    async Task<Page> Open(string address)
    {
        using var visitor = app.Visit();
        return await visitor.Open(await Address(address, app));
    }

    static async Task<string> Address(string address, App app)
    {
        if (address.Contains("page", StringComparison.Ordinal))
            await app.Get<StoreEntries>().Add("page rules", "a", Json.Text("<b>an *entry*</b>"), Actor.Anonymous);
        var workflow = await app.Make("Page rules", [App.Template("a", "{{prompt}}", markdown: true), App.Node("b", "compute", new { sql = "SELECT 1 AS one" })], "a→b");
        if ((address.StartsWith("/chat/", StringComparison.Ordinal) || address.StartsWith("/form/", StringComparison.Ordinal)) && app.Get<PublicChats>().Find("page-rules") is null)
            await app.MakeAsking("Page rules, public", """[{"name": "name", "type": "text"}]""", [App.Node("chat", "chat", new { slug = "page-rules" }), App.Node("form", "form", new { slug = "page-rules" }), App.Template("a", "x")], "chat→a", "form→a");
        if (address.Contains("/mcp/", StringComparison.Ordinal))
            await app.Get<McpServers>().Save(new("page-rules", "", [workflow]), isNew: false, Actor.Anonymous);
        var run = address.Contains("{1}", StringComparison.Ordinal) ? await app.RunToEnd(workflow, "a *prompt*") : Guid.Empty;
        if (address.Contains("{2}", StringComparison.Ordinal))
            run = await app.Start(await app.Make("Page rules, live", [App.Endless()]));
        if (address.Contains("{3}", StringComparison.Ordinal))
        {
            run = await app.Start(await app.Make("Page rules, asking", [App.Node("ask", "approve", new { text = "May *it*?" })]));
            using var visitor = app.Visit();
            await Eventually.Equal("waiting", async () => (await visitor.Call($"GET /api/runs/{run}")).Json().Text("status"));
        }
        var credential = address.Contains("{5}", StringComparison.Ordinal)
            ? Assert.IsType<CredentialOutcome.Saved>(await app.Get<CredentialStore>().Add(Samples.Details($"PAGE_{Guid.NewGuid():N}", "basic", "page.example.com", "user", "ada", "password", $"{Guid.NewGuid()}"), Actor.CommandLine)).Credential.Id : Guid.Empty;
        return string.Format(null, address, workflow, run, run, run, app.Get<ApprovalAddresses>().KeyOf(run, "ask"), credential);
    }

    static bool HasName(Page page, IElement field) =>
        field.HasAttribute("aria-label") || page.All($"label[for='{field.Id}']").Count == 1 || field.Closest("label") is not null;
}
