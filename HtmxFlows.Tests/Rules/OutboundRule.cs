using System.Text.RegularExpressions;

namespace HtmxFlows.Tests.Rules;

/// <summary>One door out: nothing outside <c>HtmxFlows/Outbound/</c> opens a connection.</summary>
public sealed partial class OutboundRule
{
    [Fact]
    public void Only_Outbound_opens_connections()
    {
        var sources = Source.Files.Where(file => Path.GetExtension(file) is ".cs" or ".cshtml" && !file.StartsWith("Outbound/", StringComparison.Ordinal)).ToArray();

        Assert.NotEmpty(sources);
        Assert.DoesNotContain(sources, file => WaysOut().IsMatch(Source.Read(file)));
    }

    [Theory]
    [InlineData("using var client = new HttpClient();", true)]
    [InlineData("(IHttpClientFactory factory)", true)]
    [InlineData("new SocketsHttpHandler()", true)]
    [InlineData("WebRequest.Create(url)", true)]
    [InlineData("new TcpClient(host, 80)", true)]
    [InlineData("new Socket(family, type, protocol)", true)]
    [InlineData("(OutboundHttp http)", false)]
    [InlineData("WebSocketsAreNotUsed", false)]
    public void The_use_of_a_network_client_is_recognized(string code, bool isWayOut) => Assert.Equal(isWayOut, WaysOut().IsMatch(code));

    [GeneratedRegex(
        @"\b((I|Add)?HttpClient(Factory|Handler)?|HttpMessageInvoker|SocketsHttpHandler|(Http|Ftp)?WebRequest|WebClient"
        + @"|ClientWebSocket|TcpClient|UdpClient|SmtpClient|Socket|QuicConnection)\b")]
    private static partial Regex WaysOut();
}
