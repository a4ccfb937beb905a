using System.Net;
using HtmxFlows.Data;
using HtmxFlows.Runs;
using HtmxFlows.Tests.Api;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace HtmxFlows.Tests.Web;

/// <summary>A page of another site can have its own name lead to this machine (DNS rebinding). Only the host tells its requests apart.</summary>
public sealed class AllowedHostsTests(App app)
{
    public static TheoryData<string> Addresses =>
    [
        "/", "/runs", "/nodes", "/store/x", "/app.css", "/lib/htmx/htmx.min.js", "/nowhere", "/problem/404", "/runs/{0}", "/runs/{0}/events", "/runs/{0}/log", "/runs/{0}/freshness",
        "/api/workflows", "/api/runs/{0}", "/api/runs/{0}/events", "/api/workflows/{1}/run?prompt=x", "/api/openapi.json", "/api/nothing",
    ];

    [Theory, MemberData(nameof(Addresses))]
    public async Task No_address_answers_another_host(string address)
    {
        var workflow = await app.Make("Hosts", [App.Endless()]);
        var run = await app.Start(workflow);
        address = string.Format(null, address, run, workflow);

        foreach (var method in new[] { "GET", "POST", "OPTIONS" })
        {
            var answer = await RawExchange.Send(app.Address, $"{method} {address} HTTP/1.1\r\nHost: evil.example:{app.Address.Port}\r\nSec-Fetch-Site: same-origin\r\nOrigin: http://evil.example:{app.Address.Port}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

            Assert.Equal(421, RawExchange.Status(answer));
            Assert.Contains("AllowedHosts", answer, StringComparison.Ordinal);
            Assert.Contains("HtmxFlows:Address", answer, StringComparison.Ordinal);
            Assert.Contains($"evil.example:{app.Address.Port}", answer, StringComparison.Ordinal);
            Assert.Contains(address.StartsWith("/api", StringComparison.Ordinal) ? "application/problem+json" : "text/html", answer, StringComparison.Ordinal);
            Assert.DoesNotContain("RequestVerificationToken", answer, StringComparison.Ordinal);
        }
        Assert.Single(app.Get<RunStore>().List(workflow, null, 0, 9));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1\r\nHost: {0}", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: LOCALHOST:80", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost.:5000", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: flows.localhost", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.8.9.10", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost: [::1]:5000", 200)]
    [InlineData("GET http://localhost/ HTTP/1.1\r\nHost: localhost", 200)]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: evil.example", 421)]
    [InlineData("GET http://evil.example/ HTTP/1.1\r\nHost: localhost", 400)]
    [InlineData("GET http://evil.example/ HTTP/1.0", 421)]
    [InlineData("GET / HTTP/1.0", 421)]
    [InlineData("GET / HTTP/1.0\r\nHost: evil.example", 421)]
    [InlineData("GET / HTTP/1.0\r\nHost: localhost", 200)]
    [InlineData("GET / HTTP/1.1\r\nHost:", 421)]
    [InlineData("GET / HTTP/1.1", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nHost: evil.example", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost@evil.example", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example@localhost", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost, evil.example", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost/evil", 400)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example.", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost.evil.example", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: notlocalhost", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: 127.0.0.1.evil.example", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: 192.168.0.7", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: [::2]", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: evil.example\r\nX-Forwarded-Host: localhost", 421)]
    [InlineData("GET / HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: evil.example", 200)]
    public async Task A_host_is_checked_by_the_header_of_the_request(string head, int status)
    {
        var answer = await RawExchange.Send(app.Address, string.Format(null, head, app.Address.Authority) + "\r\nConnection: close\r\n\r\n");

        Assert.Equal(status, RawExchange.Status(answer));
    }

    [Fact]
    public async Task Pages_of_the_address_where_people_reach_the_app_may_use_it_whatever_host_a_proxy_passes_on()
    {
        await using var published = new App("Production", ("HtmxFlows:Address", "https://Flows.example.com/"));
        var workflow = await published.Make("Published", [App.Template("a", "x")]);
        using var client = published.Visit();

        foreach (var host in new[] { "flows.example.com", "FLOWS.example.com:443", published.Address.Authority })
        {
            Assert.Equal(HttpStatusCode.OK, (await client.Call("GET /", null, ("Host", host))).Status);
            Assert.Equal(HttpStatusCode.Accepted, (await client.Call($"POST /api/workflows/{workflow}/runs", null, ("Host", host), ("Origin", "https://flows.example.com"))).Status);
            (await client.Call($"POST /api/workflows/{workflow}/runs", null, ("Host", host), ("Origin", "https://evil.example"))).Problem(403);
        }
        (await client.Call("GET /api/workflows", null, ("Host", "example.com"))).Problem(421);
    }

    [Theory]
    [InlineData("flows.example.com", "flows.example.com", true)]
    [InlineData("flows.example.com", "flows.example.com:8080", true)]
    [InlineData("flows.example.com", "Flows.Example.COM.", true)]
    [InlineData("flows.example.com", "localhost", false)]
    [InlineData("flows.example.com; other.example ;", "other.example", true)]
    [InlineData("*.example.com", "a.b.example.com", true)]
    [InlineData("*.example.com", "example.com", false)]
    [InlineData("*.example.com", "evilexample.com", false)]
    [InlineData("flöws.example", "xn--flws-6qa.example", true)]
    [InlineData("[::1];10.0.0.7", "[::1]:5000", true)]
    [InlineData("[::1];10.0.0.7", "10.0.0.7", true)]
    [InlineData("[::1];10.0.0.7", "10.0.0.8", false)]
    [InlineData("*", "anything.example", true)]
    [InlineData("*", "", true)]
    [InlineData("flows.example.com", "", false)]
    public void The_setting_takes_the_place_of_the_default(string setting, string host, bool isAllowed) =>
        Assert.Equal(isAllowed, new AllowedHosts(Configuration("AllowedHosts", setting)).Allows(new HostString(host)));

    [Theory]
    [InlineData("AllowedHosts", "https://flows.example.com")]
    [InlineData("AllowedHosts", "flows.example.com, other.example")]
    [InlineData("AllowedHosts", "a;b c")]
    [InlineData("HtmxFlows:Address", "flows.example.com")]
    [InlineData("HtmxFlows:Address", "ftp://flows.example.com")]
    public void A_setting_that_names_no_host_is_refused_at_the_start(string setting, string value) =>
        Assert.Contains(setting, Assert.Throws<SettingException>(() => new AllowedHosts(Configuration(setting, value))).Message, StringComparison.Ordinal);

    static IConfigurationRoot Configuration(string setting, string value) =>
        new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(setting, (string?)value)]).Build();
}
