using HtmxFlows.Web;
using Microsoft.AspNetCore.Builder;

namespace HtmxFlows.Tests.Rules;

/// <summary>Without users, the app is open only if it listens on this machine alone, unless a setting allows more.</summary>
public sealed class ListeningRule
{
    [Theory]
    [InlineData("--urls=http://0.0.0.0:5000")]
    [InlineData("--urls=http://*:5000")]
    [InlineData("--urls=http://+:5000")]
    [InlineData("--urls=http://[::]:5000")]
    [InlineData("--urls=http://192.168.1.5:5000")]
    [InlineData("--urls=http://my-machine:5000")]
    [InlineData("--urls=http://localhost.example.com:5000")]
    [InlineData("--urls=http://127.0.0.1:5000;http://0.0.0.0:5001")]
    [InlineData("--urls=nonsense")]
    [InlineData("--http_ports=8080")]
    [InlineData("--https_ports=8443")]
    [InlineData("--Kestrel:Endpoints:Open:Url=http://0.0.0.0:5000")]
    public void A_network_address_closes_the_app(string argument) => Assert.True(Listening.IsNetwork(Listen(argument).Configuration));

    [Theory]
    [InlineData("--urls=http://127.0.0.1:5000")]
    [InlineData("--urls=http://127.0.0.53:5000")]
    [InlineData("--urls=http://localhost:5000")]
    [InlineData("--urls=http://[::1]:5000;https://localhost:5001")]
    [InlineData("--urls=http://unix:/tmp/htmxflows.sock")]
    [InlineData("--Kestrel:Endpoints:Own:Url=http://localhost:5000")]
    [InlineData("--urls=http://0.0.0.0:5000", "--AllowAnonymousNetwork=true")]
    [InlineData("--http_ports=8080", "--AllowAnonymousNetwork=true")]
    public void A_loopback_or_explicitly_allowed_address_leaves_the_app_open(params string[] arguments) => Assert.False(Listening.IsNetwork(Listen(arguments).Configuration));

    [Fact]
    public void The_default_address_is_loopback() =>
        Assert.Equal("http://127.0.0.1:5000", Listen().Configuration["urls"]);

    static WebApplicationBuilder Listen(params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder(arguments);
        builder.AddListening();
        return builder;
    }
}
