using System.Text;
using HtmxFlows.Credentials;
using HtmxFlows.Data;
using HtmxFlows.Expressions;
using HtmxFlows.Nodes;
using HtmxFlows.Tests.Credentials;
using HtmxFlows.Tests.Outbound;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Nodes;

public sealed class HttpCredentialTests
{
    const string Loopback = "127.0.0.1";

    [Theory]
    [InlineData("bearer", "Authorization", "Bearer open sesame", "token", "open sesame")]
    [InlineData("header", "X-Key", "open sesame", "header", "X-Key", "value", "open sesame")]
    [InlineData("basic", "Authorization", "Basic YWRhOm9wZW4gc2VzYW1l", "user", "ada", "password", "open sesame")]
    public async Task A_credential_is_sent_in_its_header(string kind, string header, string value, params string[] fields)
    {
        await using var peer = await Hello();
        await Call(peer.Url, "", Samples.Open("CRM", kind, Loopback, fields));

        Assert.Equal(value, Assert.Single(peer.Requests).Headers[header]);
    }

    [Fact]
    public async Task A_key_in_the_query_is_added_to_the_query()
    {
        await using var peer = await Hello();
        await Call(new(peer.Url, "/x?a=1"), "", Samples.Open("CRM", "query", Loopback, "parameter", "k y", "value", "open&sesame"));

        Assert.Equal("/x?a=1&k%20y=open%26sesame", Assert.Single(peer.Requests).Target);
    }

    [Fact]
    public async Task A_host_that_it_is_not_bound_to_gets_no_request()
    {
        await using var peer = await Hello();
        var error = await Refusal(peer.Url, "", Samples.Open("CRM", "bearer", "crm.example.com", "token", "open sesame"));

        Assert.Equal($"“CRM” is bound to crm.example.com and is not sent to {peer.Url.Authority}. Call a host that it is bound to, or ask an owner to bind it to this one.", error);
        Assert.Empty(peer.Requests);
    }

    [Fact]
    public async Task A_redirect_to_another_host_goes_without_it()
    {
        await using var other = await Hello();
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.Redirect(Door.ByName(other.Url).ToString());
            return Task.CompletedTask;
        });
        await Call(peer.Url, "", Samples.Open("CRM", "bearer", "127.0.0.1", "token", "open sesame"));

        Assert.Equal("Bearer open sesame", Assert.Single(peer.Requests).Headers["Authorization"]);
        Assert.False(Assert.Single(other.Requests).Headers.ContainsKey("Authorization"));
    }

    [Fact]
    public async Task A_redirect_that_repeats_it_to_another_host_is_refused()
    {
        await using var other = await Hello();
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.Redirect($"{Door.ByName(other.Url)}?leak={Uri.EscapeDataString(Convert.ToBase64String(Encoding.UTF8.GetBytes("the open sesame key")))}");
            return Task.CompletedTask;
        });
        var error = await Refusal(peer.Url, "", Samples.Open("CRM", "bearer", "127.0.0.1", "token", "open sesame"));

        Assert.Contains("“CRM” is bound to 127.0.0.1 and is not sent to localhost", error, StringComparison.Ordinal);
        Assert.DoesNotContain("sesame", error, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("""url": "{0}?q={{secrets.BOUND}}""")]
    [InlineData("""url": "{0}", "headers": [{"name": "X-Key", "value": "{{secrets.BOUND}}"}], "method": "get""")]
    [InlineData("""url": "{0}", "method": "post", "body": "a {{base64 secrets.BOUND}} b""")]
    [InlineData("""url": "{0}", "authentication": "bearer", "token": "{{secrets.BOUND}}""")]
    public async Task A_bound_secret_in_a_template_goes_to_its_hosts_alone(string configuration)
    {
        await using var peer = await Hello();
        Secrets Bound(string host) => new([new("BOUND", "open-sesame-all-of-you")], hosts: new Dictionary<string, HostPatterns> { ["BOUND"] = HostPatterns.Read(host).Hosts! });
        string data = $"{{\"{configuration.Replace("{0}", peer.Url.ToString(), StringComparison.Ordinal)}\"}}";

        var error = await Assert.ThrowsAsync<NodeException>(() => Execute(data, NodeTypes.Catalogue, Bound("api.example.com")));
        Assert.Contains($"“BOUND” is bound to api.example.com and is not sent to {peer.Url.Authority}.", error.Message, StringComparison.Ordinal);
        Assert.Empty(peer.Requests);
        Assert.IsType<NodeOutcome.Completed>(await Execute(data, NodeTypes.Catalogue, Bound(Loopback)));
        Assert.Single(peer.Requests);
    }

    [Fact]
    public async Task A_header_that_the_node_sets_itself_is_a_refusal()
    {
        await using var peer = await Hello();

        Assert.Contains("The credential already sends the header Authorization.", await Refusal(peer.Url, """, "headers": [{"name": "authorization", "value": "x"}]""", Samples.Open("CRM", "bearer", Loopback, "token", "open sesame")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("There is no credential “CRM” on this server.", "OTHER", "bearer")]
    [InlineData("The credential “CRM” is of the kind model key, which cannot be used here.", "CRM", "model-key")]
    public async Task A_credential_that_cannot_be_used_fails_the_node(string sentence, string name, string kind) =>
        Assert.StartsWith(sentence, await Refusal(new("http://127.0.0.1:9/"), "", Samples.Open(name, kind, Loopback, kind == "bearer" ? "token" : "key", "open sesame")), StringComparison.Ordinal);

    [Fact]
    public void A_credential_and_an_authentication_exclude_each_other() => Assert.Contains(
        "authentication: The credential authenticates the request. Set Authentication to none, or choose no credential.",
        NodeTypes.Problems("http", """{"url": "https://a.example.com", "credential": "CRM", "authentication": "bearer", "token": "x"}"""));

    [Fact]
    public async Task Every_page_of_a_list_is_asked_with_it_and_another_host_is_refused()
    {
        await using var other = await HttpPeer.Saying("[]");
        await using var peer = await HttpPeer.Start(context => context.Request.Path == "/2" ? Page(context, Door.ByName(other.Url).ToString()) : Page(context, "/2"));
        var error = await Refusal(peer.Url, """, "paging": "next-link", "items": "items", "next": "next" """, Samples.Open("CRM", "bearer", Loopback, "token", "open sesame"));

        Assert.Contains("is not sent to localhost", error, StringComparison.Ordinal);
        Assert.Equal(["Bearer open sesame", "Bearer open sesame"], peer.Requests.Select(request => request.Headers["Authorization"]));
        Assert.Empty(other.Requests);
    }

    static Task<HttpPeer> Hello() => HttpPeer.Start(context =>
    {
        context.Response.ContentType = "text/plain";
        return context.Response.WriteAsync("hello");
    });

    static Task Page(HttpContext context, string next)
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync($$"""{"items": [1], "next": "{{next}}"}""");
    }

    static async Task Call(Uri url, string more, OpenCredential credential) => Assert.IsType<NodeOutcome.Completed>(await Try(url, more, credential));

    static async Task<string> Refusal(Uri url, string more, OpenCredential credential) => (await Assert.ThrowsAsync<NodeException>(() => Try(url, more, credential))).Message;

    static Task<NodeOutcome> Try(Uri url, string more, OpenCredential credential)
    {
        var source = Samples.Source(credential);
        return Execute($$"""{"url": "{{url}}", "credential": "CRM"{{more}}}""", NodeTypes.Make(TimeProvider.System, credentials: source), source.Current);
    }

    static async Task<NodeOutcome> Execute(string data, NodeCatalogue catalogue, Secrets secrets)
    {
        var (configuration, problems) = catalogue.Find("http")!.Read(Json.Parse(data));
        Assert.Empty(problems);
        return await catalogue.Find("http")!.Execute(configuration!, NodeTypes.Context() with { Secrets = secrets }, TestContext.Current.CancellationToken);
    }
}
