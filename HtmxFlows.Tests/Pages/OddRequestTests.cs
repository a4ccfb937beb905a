using HtmxFlows.Runs;
using HtmxFlows.Tests.Web;
using HtmxFlows.Workflows;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.AspNetCore.Mvc.RazorPages.Infrastructure;
using Microsoft.AspNetCore.Routing;

namespace HtmxFlows.Tests.Pages;

/// <summary>Whatever is sent to a page, with a token or without, the answer is a page and never a 500. The pages and what they take are found by themselves.</summary>
public sealed class OddRequestTests
{
    const int MostShown = 200;

    static readonly string[] Odd =
    [
        "", " ", "\t", "\u2028", "\0", "x", "-1", "99999999999999999999", "null", "{}", "[", "[0]", "%", "%2", "\uFFFD", "a\r\nb", "../..", ":", ".", "..", "data.", "headers[9999]", "headers[",
        "0001-01-01", "9999-12-31T23:59:59.9999999+14:00", "1e999", new('a', 3000), "{{", "{{#each x}}", "{{../..}}", "\u202E", "<script>", "alone", "true", "on",
    ];

    /// <summary>The fields of the editor's forms besides those that its handlers name.</summary>
    static readonly string[] EditorFields =
    [
        "data.label", "data.template", "data.headers[0].name", "data.headers[9999].name", "data.settings.retries", "data.settings.", "data.[0].", "data.", "data.markdown",
        "flow.inputs[0].name", "flow.inputs[1].type", "flow.inputs[0].choices", "flow.concurrency.limit", "flow.concurrency.beyond", "nodes[0]", "nodes[1]", "nodes.index", "input.a", "input.", "described.Name",
    ];

    /// <summary>Bytes of addresses that are no text, or hardly one.</summary>
    static readonly string[] OddBytes = ["%20", "%09", "%0A", "%E2%80%A8", "%C2%A0", "%00", "%FF", "%ED%A0%80", "%C0%80", "%2500", "%25", "%252F", "%2F", "%5C", "..%2F", "%u0041", "%E2%80", "%F4%90%80%80", "a%00b", "%F0%9F%98%80", "+", "%2B", "%3F", "%23"];

    [Fact, Slow]
    public async Task No_value_in_an_address_ends_in_a_500()
    {
        await using var app = new App();
        var ids = await Furnish(app);
        var failed = new List<string>();
        foreach (var (place, page) in (await PagesWith(app, HttpMethods.IsGet)).Index())
            foreach (var odd in OddBytes.Concat(Odd.Where(value => value.Length is > 0 and < 100).Select(Uri.EscapeDataString)).Append(new string('a', 3000)))
            {
                var path = Path(page, ids, odd);
                string[] queries = ["", .. Names(page).Where((_, number) => (number + place + odd.Length) % 16 == 0).SelectMany(name => new[] { $"?{name}={odd}", $"?{name}&{name}[0]={odd}&{name}={odd}" }), $"?{odd}={odd}", "?" + string.Join('&', Names(page).Select(name => $"{name}={odd}"))];
                foreach (var query in path == Path(page, ids, "") ? queries : [.. queries, ""])
                    await Try(app, failed, $"{(query.Length % 5 == 0 ? "HEAD" : "GET")} {path}{query} HTTP/1.1");
            }

        Assert.True(failed.Count == 0, string.Join('\n', failed.Take(MostShown)));
    }

    [Theory]
    [InlineData("application/x-www-form-urlencoded", "prompt[=x&input.a[=&[=&revision[[=1&nodes[", 422)]
    [InlineData("application/x-www-form-urlencoded; charset=utf-7", "name=x", 415)]
    public async Task A_form_with_names_or_a_charset_that_the_framework_cannot_read_is_no_500(string type, string body, int status)
    {
        await using var app = new App();
        using var visitor = app.Visit();
        var token = (await visitor.Open("/workflows/new")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        using var content = new ByteArrayContent(System.Text.Encoding.UTF8.GetBytes($"{body}&__RequestVerificationToken={Uri.EscapeDataString(token)}"));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/workflows/new?a[=1") { Content = content };

        Assert.Equal(status, (int)(await visitor.Send(request)).Status);
    }

    [Fact, Slow]
    public async Task No_form_ends_in_a_500()
    {
        await using var app = new App();
        using var visitor = app.Visit();
        var token = (await visitor.Open("/workflows/new")).One("input[name=__RequestVerificationToken]").GetAttribute("value")!;
        var failed = new List<string>();
        foreach (var page in await PagesWith(app, HttpMethods.IsPost))
        {
            // The forms of the page before may have changed or deleted them.
            var ids = await Furnish(app);
            var names = Names(page).Concat(page.RelativePath.StartsWith("/Pages/Workflows/Drafts/", StringComparison.Ordinal) ? EditorFields : []).Distinct().ToArray();
            List<Dictionary<string, string>> forms = [[], .. Odd.Select(odd => names.ToDictionary(name => name, _ => odd))];
            foreach (var (index, name) in names.Index())
                foreach (var odd in Odd.Where((_, number) => (number + index) % 32 == 0))
                    forms.Add(names.Where(other => other != name && Usual(other) is not null).ToDictionary(other => other, other => Usual(other)!).Append(new(name, odd)).ToDictionary());
            foreach (var form in forms)
            {
                // The current revision, or most forms would conflict.
                if (form.TryGetValue("revision", out var revision) && revision == "now")
                    form["revision"] = $"{app.Get<DraftStore>().Find(ids.Workflow)?.Revision}";
                var address = Path(page, ids, "a");
                var sent = form.Append(new("__RequestVerificationToken", token)).SelectMany(field => field.Key == "nodes" ? new[] { field, field } : [field]);
                using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new FormUrlEncodedContent(sent) };
                var answer = await visitor.Send(request);
                if ((int)answer.Status >= 500 || answer.Body.Length == 0 && (int)answer.Status != 204 && !MayBeEmpty(page))
                    failed.Add($"{(int)answer.Status} POST {address} {string.Join('&', form.Where(field => field.Value != Usual(field.Key)).Select(field => $"{field.Key}={(field.Value.Length > 50 ? "long" : field.Value)}"))}");
            }
        }

        Assert.True(failed.Count == 0, string.Join('\n', failed.Take(MostShown)));
    }

    sealed record Ids(Guid Workflow, Guid Run, string Approval);

    static async Task<Ids> Furnish(App app)
    {
        var workflow = await app.MakeAsking("Odd", """[{"name": "a", "type": "number"}]""", [App.Template("a", "x"), App.Node("b", "http", new { url = "http://127.0.0.1:1", headers = new[] { new { name = "A", value = "b" } } })], "a→b");
        var run = await app.Start(await app.Make("Odd run", [App.Node("a", "approve", new { text = "Yes?" }), App.Endless()]));
        return new(workflow, run, app.Get<ApprovalAddresses>().KeyOf(run, "a"));
    }

    /// <summary>The pages that have a handler for a method.</summary>
    static async Task<IReadOnlyList<CompiledPageActionDescriptor>> PagesWith(App app, Func<string, bool> isMethod)
    {
        var pages = new List<CompiledPageActionDescriptor>();
        foreach (var endpoint in app.Get<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>())
            if (endpoint.Metadata.GetMetadata<PageActionDescriptor>() is { } page)
                pages.Add(await app.Get<PageLoader>().LoadAsync(page, endpoint.Metadata));
        return [.. pages.DistinctBy(page => page.RelativePath).Where(page => page.HandlerMethods.Any(handler => isMethod(handler.HttpMethod)))];
    }

    /// <summary>Whether the answer may have no text: the preview of a field without expressions has none.</summary>
    static bool MayBeEmpty(CompiledPageActionDescriptor page) => page.RelativePath.EndsWith("/NodePreview.cshtml", StringComparison.Ordinal);

    static string Path(CompiledPageActionDescriptor page, Ids ids, string odd) => "/" + page.AttributeRouteInfo!.Template!
        .Replace("{id:guid}", (page.RelativePath.StartsWith("/Pages/Runs", StringComparison.Ordinal) ? ids.Run : ids.Workflow).ToString(), StringComparison.Ordinal)
        .Replace("{run:guid}", ids.Run.ToString(), StringComparison.Ordinal).Replace("{version:int}", "1", StringComparison.Ordinal).Replace("{code:int}", "404", StringComparison.Ordinal)
        .Replace("{node}", odd.Length > 0 ? odd : "a", StringComparison.Ordinal).Replace("{collection}", odd.Length > 0 ? odd : "a", StringComparison.Ordinal).Replace("{template?}", odd, StringComparison.Ordinal);

    static IEnumerable<string> Names(CompiledPageActionDescriptor page) =>
        page.BoundProperties.Concat(page.HandlerMethods.SelectMany(handler => handler.Parameters)).Select(bound => bound.BindingInfo?.BinderModelName ?? bound.Name)
            .Where(name => name is not ("" or "id" or "run")).Concat(["handler", "after", "node", "view", "zoom", "find", "Form.Flow", "Flow", "Description", "Name"]).Distinct(StringComparer.OrdinalIgnoreCase);

    static string? Usual(string name) => name.ToLowerInvariant() switch
    {
        "revision" => "now",
        "node" or "nodes" or "to" or "target" => "a",
        "type" => "template",
        "json" or "output" or "given" => "{}",
        "edge" => "e1",
        "list" => "headers",
        "row" => "headers[0]",
        "into" => "template",
        "flow" => App.Flow([App.Template("a", "x")]),
        "name" => "Odd name",
        _ => null,
    };

    static async Task Try(App app, List<string> failed, string line)
    {
        if (line.Length > 8000)
            return;
        var answer = await RawExchange.Send(app.Address, $"{line}\r\nHost: localhost\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
        if (RawExchange.Status(answer) is 0 or >= 500)
            failed.Add($"{RawExchange.Status(answer)} {(line.Length > 200 ? line[..200] : line)}");
    }
}
