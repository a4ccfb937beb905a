using System.Net;
using HtmxFlows.Web;
using Microsoft.AspNetCore.Http;

namespace HtmxFlows.Tests.Web;

public sealed class ClientAddressTests
{
    [Theory]
    [InlineData("127.0.0.1", "203.0.113.7", "203.0.113.7")]
    [InlineData("::1", "203.0.113.7", "203.0.113.7")]
    [InlineData("::ffff:127.0.0.1", "2001:db8::7", "2001:db8::7")]
    [InlineData("127.0.0.1", null, "127.0.0.1")]
    [InlineData("127.0.0.1", "unknown", "127.0.0.1")]
    public void A_proxy_on_this_machine_names_its_client(string peer, string? header, string address) => Assert.Equal(address, Of(peer, header));

    [Theory]
    [InlineData("1.1.1.1, 203.0.113.7")]
    [InlineData("127.0.0.1,203.0.113.7")]
    [InlineData("x, , 203.0.113.7")]
    public void What_the_client_of_a_proxy_sends_itself_does_not_count(string header) => Assert.Equal("203.0.113.7", Of("127.0.0.1", header));

    [Theory]
    [InlineData("203.0.113.9", "203.0.113.9")]
    [InlineData("::ffff:203.0.113.9", "203.0.113.9")]
    public void The_header_of_another_machine_is_not_believed(string peer, string address) => Assert.Equal(address, Of(peer, "198.51.100.1"));

    static string Of(string peer, string? header)
    {
        var http = new DefaultHttpContext();
        http.Connection.RemoteIpAddress = IPAddress.Parse(peer);
        if (header is not null)
            http.Request.Headers["X-Forwarded-For"] = header;
        return ClientAddress.Of(http);
    }
}
