using System.Text.Json;
using FsCheck.Fluent;
using HtmxFlows.Data;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Nodes;

public sealed class HttpPagesTests
{
    [Theory]
    [InlineData("""<{0}?page={1}>; rel="next", <{0}?page=9>; rel="last" """)]
    [InlineData("""<{0}?page=9>; rel="last" , <?page={1}>; title="a; b" ;rel="prefetch next" """)]
    [InlineData("""</?page={1}>;rel=next""")]
    public async Task The_Link_header_leads_from_page_to_page(string link)
    {
        await using var peer = await Paged((page, url) => Json.From(Items(page)), (page, url) => page < 3 ? string.Format(null, link, url, page + 1) : "<x>; rel=prev");
        Assert.Equal("""[1,2,3,4,5,6] 3 true""", await Gathered(peer, """ "paging": "link-header" """));
    }

    [Theory]
    [InlineData("""{{"data": {{"items": {2}}}, "links": [{{"next": "{0}?page={1}"}}]}}""", "data.items", "links.[0].next")]
    [InlineData("""{{"list": {2}, "next": "?page={1}"}}""", "list", "next")]
    public async Task A_link_in_the_body_leads_from_page_to_page(string page, string items, string next)
    {
        await using var peer = await Paged((number, url) => Json.Parse(string.Format(null, number < 3 ? page : page.Replace("?page={1}", "", StringComparison.Ordinal).Replace("\"{0}\"", "null", StringComparison.Ordinal), url, number + 1, JsonSerializer.Serialize(Items(number)))));
        Assert.Equal("""[1,2,3,4,5,6] 3 true""", await Gathered(peer, $$""" "paging": "next-link", "items": "{{items}}", "next": "{{next}}" """));
    }

    [Fact]
    public async Task A_cursor_in_the_body_is_sent_as_the_parameter_and_the_rest_of_the_address_stays()
    {
        await using var peer = await HttpPeer.Start(context => context.Response.WriteAsJsonAsync(
            context.Request.Query["after"].ToString() is "a&b" ? (object)new { data = new[] { 2 }, next = (string?)null } : new { data = new[] { 1 }, next = (string?)"a&b" }));
        Assert.Equal("[1,2] 2 true", await Gathered(peer, """ "query": [{"name": "q", "value": "x"}], "paging": "cursor", "items": "data", "next": "next", "pageParameter": "after" """));
        Assert.Equal(["/?q=x", "/?q=x&after=a%26b"], peer.Requests.Select(request => request.Target));
    }

    [Fact]
    public async Task Pages_are_counted_up_to_the_first_that_is_empty()
    {
        await using var peer = await Paged((page, _) => Json.From(page < 3 ? Items(page) : []));
        Assert.Equal("[1,2,3,4] 3 true", await Gathered(peer, """ "paging": "page" """));
        Assert.Equal(["/?page=1", "/?page=2", "/?page=3"], peer.Requests.Select(request => request.Target));
    }

    [Theory]
    [InlineData(""" "paging": "offset", "pageParameter": "offset" """, "0,2,4,5")]
    [InlineData(""" "paging": "offset", "pageParameter": "offset", "total": "total" """, "0,2,4")]
    [InlineData(""" "paging": "offset", "pageParameter": "offset", "more": "more" """, "0,2,4")]
    [InlineData(""" "paging": "offset", "pageParameter": "offset", "step": 2 """, "0,2,4,6")]
    [InlineData(""" "paging": "offset", "pageParameter": "offset", "firstPage": 3, "total": "total" """, "3")]
    [InlineData(""" "paging": "page", "pageParameter": "offset", "firstPage": 0, "step": 2 """, "0,2,4,6")]
    public async Task Pages_by_offset_give_each_item_once(string settings, string offsets)
    {
        await using var peer = await ByOffset(5);
        var first = offsets[0] - '0';
        Assert.Equal($"[{string.Join(',', Enumerable.Range(first, 5 - first))}] {offsets.Split(',').Length} true", await Gathered(peer, $""" "query": [{"{"}"name": "limit", "value": "2"{"}"}], "items": "data", {settings} """));
        Assert.Equal(offsets, string.Join(',', peer.Requests.Select(request => request.Target.Split("offset=")[1])));
    }

    [Theory]
    [InlineData(""" "body": "{\"q\":1}" """, "cursor", """{"q":1}|{"q":1,"cursor":"1"}|{"q":1,"cursor":"2"}""")]
    [InlineData(""" "body": {"q":1,"variables":{"n":1e400}}, "pageIn": "body" """, "variables.after", """{"q":1,"variables":{"n":1e400}}|{"q":1,"variables":{"n":1e400,"after":"1"}}|{"q":1,"variables":{"n":1e400,"after":"2"}}""")]
    [InlineData(""" "body": {"q":1}, "pageIn": "body" """, "a.b", """{"q":1}|{"q":1,"a":{"b":"1"}}|{"q":1,"a":{"b":"2"}}""")]
    [InlineData(""" "bodyKind": "form", "form": [{"name": "q", "value": "a b"}], "pageIn": "body" """, "cursor", "q=a%20b|q=a%20b&cursor=1|q=a%20b&cursor=2")]
    public async Task A_cursor_goes_into_the_body_of_a_search(string settings, string parameter, string bodies)
    {
        var calls = 0;
        await using var peer = await HttpPeer.Start(context => context.Response.WriteAsJsonAsync(new { data = new[] { calls }, next = ++calls < 3 ? $"{calls}" : null }));
        Assert.Equal("[0,1,2] 3 true", await Gathered(peer, $""" "method": "post", {settings}, "paging": "cursor", "items": "data", "next": "next", "pageParameter": "{parameter}" """));
        Assert.Equal(bodies, string.Join('|', peer.Requests.Select(request => request.Body)));
        Assert.All(peer.Requests, request => Assert.Equal("/", request.Target));
    }

    [Theory]
    [InlineData("cursor", "header", " - 1 2")]
    [InlineData("page", "header", " 1 2 3 4")]
    [InlineData("offset", "header", " 0 1 2 3")]
    public async Task A_page_is_named_by_a_header(string paging, string place, string sent)
    {
        var calls = 0;
        await using var peer = await HttpPeer.Start(context => context.Response.WriteAsJsonAsync(new { data = calls < 3 ? new[] { calls } : [], next = ++calls < 3 ? (int?)calls : null }));
        Assert.StartsWith("[0,1,2] ", await Gathered(peer, $""" "paging": "{paging}", "items": "data", "next": "next", "pageIn": "{place}", "pageParameter": "X-Page" """), StringComparison.Ordinal);
        Assert.Equal(sent, string.Concat(peer.Requests.Select(request => $" {request.Headers.GetValueOrDefault("X-Page", "-")}")));
    }

    [Fact]
    public async Task A_number_in_a_JSON_body_stays_a_number()
    {
        await using var peer = await Paged((_, _) => Json.From(Array.Empty<int>()));
        await Gathered(peer, """ "method": "post", "body": "{}", "paging": "page", "pageIn": "body" """);
        Assert.Equal("""{"page":1}""", Assert.Single(peer.Requests).Body);
    }

    [Theory]
    [InlineData("true", false)]
    [InlineData("\"yes\"", false)]
    [InlineData("7", false)]
    [InlineData("false", true)]
    [InlineData("\"false\"", true)]
    [InlineData("\"\"", true)]
    [InlineData("null", true)]
    [InlineData("0", true)]
    [InlineData("[]", true)]
    public async Task Paging_ends_when_a_page_says_so(string more, bool ends)
    {
        await using var peer = await Paged((page, _) => Json.Parse($$"""{"data": [1], "meta": {"more": {{more}} } }"""));
        Assert.Equal(ends ? "[1] 1 true" : "[1,1] 2 false", await Gathered(peer, """ "paging": "page", "items": "data", "more": "meta.more", "maxPages": 2 """));
    }

    [Theory]
    [InlineData(""" "paging": "page", "items": "data", "more": "has_more" """, "`has_more` of page 1 is missing. Correct the field More.")]
    [InlineData(""" "paging": "page", "items": "data", "total": "data" """, "`data` of page 1 is a list of 2; a number is required. Correct the field Total.")]
    [InlineData(""" "paging": "cursor", "items": "data", "more": "more", "next": "cursor" """, "Page 1 says that more pages follow (`more`), but names no next one.")]
    [InlineData(""" "paging": "page", "items": "data", "pageIn": "body" """, "The page must be sent in the body, but the body is neither a JSON object nor a form.")]
    public async Task Settings_that_do_not_fit_the_page_are_reported(string settings, string message)
    {
        await using var peer = await ByOffset(5);
        Assert.StartsWith(message, await Failure(peer, settings), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cursor_in_the_body_that_comes_back_is_reported()
    {
        await using var peer = await Paged((_, _) => Json.Parse("""{"data": [1], "next": "x"}"""));
        Assert.Contains("which was already read", await Failure(peer, """ "method": "post", "body": "{}", "paging": "cursor", "items": "data", "next": "next" """), StringComparison.Ordinal);
        Assert.Equal(2, peer.Requests.Count);
    }

    /// <summary>A peer with the items from 0 up to a number, two from each offset.</summary>
    static Task<HttpPeer> ByOffset(int total) => HttpPeer.Start(context =>
    {
        var offset = int.TryParse(context.Request.Query["offset"], out var number) ? number : 0;
        var data = Enumerable.Range(offset, Math.Max(0, Math.Min(2, total - offset)));
        return context.Response.WriteAsJsonAsync(new { data, total, more = offset + 2 < total });
    });

    [Fact]
    public async Task After_the_most_pages_it_ends_and_says_that_it_is_not_complete()
    {
        await using var peer = await Paged((page, _) => Json.From(Items(page)));
        Assert.Equal("[1,2,3,4] 2 false", await Gathered(peer, """ "paging": "page", "maxPages": 2 """));
        Assert.Equal(2, peer.Requests.Count);
    }

    /// <summary>However a list is cut into pages, the whole is gathered in its order.</summary>
    [Fact]
    public async Task What_is_cut_into_pages_is_put_together_again()
    {
        foreach (var cuts in Gen.Sample(Gen.ListOf(Gen.Choose(1, 5)), 5, 12))
        {
            int[][] pages = [.. cuts.Select((size, index) => Enumerable.Range(index * 10, size).ToArray())];
            await using var peer = await Paged((page, _) => Json.From(page <= pages.Length ? pages[page - 1] : []));
            Assert.Equal($"{Json.From(pages.SelectMany(page => page))} {pages.Length + 1} true", await Gathered(peer, """ "paging": "page", "maxPages": 1000 """));
        }
    }

    [Fact]
    public async Task Each_page_of_a_call_that_changes_something_has_a_key_of_its_own_and_another_attempt_the_same_ones()
    {
        await using var peer = await Paged((page, _) => Json.From(page < 3 ? Items(page) : []));
        for (var attempt = 0; attempt < 2; attempt++)
            await Gathered(peer, """ "method": "post", "body": "x", "paging": "page" """);
        string[] keys = ["run/node", "run/node/2", "run/node/3"];
        Assert.Equal([.. keys, .. keys], peer.Requests.Select(request => request.Headers["Idempotency-Key"]));
        Assert.All(peer.Requests, request => Assert.Equal("x", request.Body));
    }

    [Fact]
    public async Task A_next_page_on_another_host_gets_neither_the_secrets_nor_the_body()
    {
        await using var other = await HttpPeer.Start(context => context.Response.WriteAsJsonAsync(new[] { 3 }));
        await using var peer = await Paged((_, _) => Json.From(Items(1)), (_, _) => $"<{Door.ByName(other.Url)}>; rel=next");
        await Gathered(peer, """ "method": "post", "body": "{\"q\": 1}", "paging": "link-header", "authentication": "bearer", "token": "t", "headers": [{"name": "X-Own", "value": "1"}, {"name": "Accept", "value": "application/json"}] """);
        Assert.Equal("Bearer t", Assert.Single(peer.Requests).Headers["Authorization"]);
        var second = Assert.Single(other.Requests);
        Assert.Equal("application/json", second.Headers["Accept"]);
        Assert.DoesNotContain(second.Headers.Keys, name => name is "Authorization" or "X-Own" or "Content-Type");
        Assert.Equal(("""{"q": 1}""", "POST", ""), (peer.Requests[0].Body, second.Method, second.Body));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data", "169.254.169.254 is the metadata service of a cloud machine, which is always refused.")]
    [InlineData("http://10.0.0.1/", "10.0.0.1 is a private address.")]
    [InlineData("http://[::ffff:169.254.169.254]/", "always refused")]
    [InlineData("file:///etc/passwd", "file: addresses cannot be called")]
    [InlineData("http://user:pass@127.0.0.1/", "user name or a password")]
    public async Task An_address_that_must_not_be_called_is_not_called_as_the_second_page_either(string address, string message)
    {
        await using var peer = await Paged((_, _) => Json.From(new { items = Items(1), next = address }));
        Assert.Contains(message, await Failure(peer, """ "paging": "next-link", "items": "items", "next": "next" """), StringComparison.Ordinal);
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task A_second_page_that_redirects_to_where_nobody_may_go_is_refused()
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            if (context.Request.Query.ContainsKey("page"))
                context.Response.Redirect("http://169.254.169.254/");
            else
                context.Response.Headers.Link = "<?page=2>; rel=next";
            return context.Response.WriteAsJsonAsync(Items(1));
        });
        Assert.Contains("redirected to http://169.254.169.254/, failed.", await Failure(peer, """ "paging": "link-header" """), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"items": 7}""", "items", "`items` of page 1 is 7; a list is required.")]
    [InlineData("""{"a": []}""", "items", "`items` of page 1 is missing; a list is required.")]
    [InlineData("""{"a": []}""", "this", "`this` of page 1 is an object; a list is required.")]
    [InlineData("""{"items": [], "next": {}}""", "items", "`next` of page 1 is an object; text is required.")]
    [InlineData("{", "items", "The answer declares JSON, but is not valid JSON")]
    [InlineData("", "items", "Page 1 is not JSON")]
    [InlineData("""{"items": [1], "next": "/"}""", "items", "which was already read")]
    [InlineData("""{"items": [1], "next": "http://["}""", "items", "which is not a URL")]
    public async Task A_page_that_contradicts_the_settings_is_reported(string body, string items, string message)
    {
        await using var peer = await HttpPeer.Start(context => { context.Response.ContentType = "application/json"; return context.Response.WriteAsync(body); });
        Assert.Contains(message, await Failure(peer, $$""" "paging": "next-link", "items": "{{items}}", "next": "next" """), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_should_be_a_list_is_reported_if_it_is_none()
    {
        await using var peer = await HttpPeer.Start(context => context.Response.WriteAsJsonAsync(new { a = 1 }));
        Assert.Equal("Page 1 is an object; a list is required. Correct the field Items.", await Failure(peer, """ "paging": "page" """));
    }

    [Fact]
    public async Task Pages_that_are_too_much_together_are_an_error_and_not_cut()
    {
        await using var peer = await Paged((_, _) => Json.From(new[] { new string('x', 600) }));
        var message = await NodeTypes.Failure("http", $$"""{"url": "{{peer.Url}}", "paging": "page"}""", limits: new() { OutputBytes = 1000 });
        Assert.Equal("The items of the first 2 pages exceed the limit of 1,000 bytes. Request fewer or smaller pages.", message);
    }

    [Fact]
    public async Task A_page_that_is_refused_fails_the_whole()
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.StatusCode = context.Request.Query["page"] == "2" ? 503 : 200;
            return context.Response.WriteAsJsonAsync(Items(1));
        });
        Assert.Contains("answered 503", await Failure(peer, """ "paging": "page" """), StringComparison.Ordinal);
    }

    static int[] Items(int page) => [page * 2 - 1, page * 2];

    /// <summary>A peer with numbered pages, from 1.</summary>
    static Task<HttpPeer> Paged(Func<int, Uri, JsonElement> body, Func<int, Uri, string>? link = null) => HttpPeer.Start(context =>
    {
        var page = int.TryParse(context.Request.Query["page"], out var number) ? number : 1;
        var url = new Uri($"http://{context.Request.Host}/");
        context.Response.Headers.Link = link?.Invoke(page, url);
        return context.Response.WriteAsJsonAsync(body(page, url));
    });

    static async Task<string> Gathered(HttpPeer peer, string settings)
    {
        var output = Json.Parse(await NodeTypes.Output("http", $$"""{"url": "{{peer.Url}}", {{settings}} }"""));
        return $"{output.GetProperty("body").GetRawText()} {output.GetProperty("pages")} {output.GetProperty("complete").GetRawText()}";
    }

    static Task<string> Failure(HttpPeer peer, string settings) => NodeTypes.Failure("http", $$"""{"url": "{{peer.Url}}", {{settings}} }""");
}
