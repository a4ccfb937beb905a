using System.Text;
using HtmxFlows.Outbound;

namespace HtmxFlows.Tests.Outbound;

/// <summary>Ways out for tests, and short forms of requests.</summary>
static class Door
{
    public static OutboundHttp Closed() => Open(new OutboundOptions());

    public static OutboundHttp ToLoopback(int maxResponseBytes = 1024 * 1024) =>
        Open(new() { AllowedNetworks = ["127.0.0.0/8", "::1/128"], MaxResponseBytes = maxResponseBytes });

    public static OutboundHttp Open(OutboundOptions options) =>
        new(new AddressPolicy(options.AllowedNetworks), options, TimeProvider.System);

    public static OutboundRequest Get(Uri url, params OutboundHeader[] headers) => new(HttpMethod.Get, url) { Headers = headers };

    public static OutboundRequest Get(string url) => Get(new Uri(url));

    public static OutboundRequest Post(Uri url, string body, params OutboundHeader[] headers) =>
        new(HttpMethod.Post, url) { Body = Encoding.UTF8.GetBytes(body), ContentType = "text/plain", Headers = headers };

    /// <summary>The same server by another name: what the browser calls another host.</summary>
    public static Uri ByName(Uri url) => new UriBuilder(url) { Host = "localhost" }.Uri;

    /// <summary>Sends, and gives the message of the error that must come.</summary>
    public static async Task<string> Failure(this OutboundHttp door, OutboundRequest request) =>
        (await Assert.ThrowsAsync<OutboundException>(() => door.Send(request, TestContext.Current.CancellationToken))).Message;

    public static Task<OutboundResponse> Send(this OutboundHttp door, OutboundRequest request) =>
        door.Send(request, TestContext.Current.CancellationToken);
}
