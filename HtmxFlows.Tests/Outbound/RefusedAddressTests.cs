namespace HtmxFlows.Tests.Outbound;

/// <summary>The policy on the wire: whatever a host is called, the address behind it counts.</summary>
public sealed class RefusedAddressTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("0x7f000001")]
    [InlineData("0177.0.0.1")]
    [InlineData("017700000001")]
    [InlineData("127。0。0。1")]
    [InlineData("localhost")]
    [InlineData("LOCALHOST")]
    [InlineData("[::1]")]
    [InlineData("[0:0:0:0:0:0:0:1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[64:ff9b::7f00:1]")]
    [InlineData("[2002:7f00:1::]")]
    public async Task No_spelling_of_loopback_gets_through(string host)
    {
        await using var peer = await HttpPeer.Saying("inside");
        using var door = Door.Closed();

        var message = await door.Failure(Door.Get($"http://{host}:{peer.Url.Port}/"));

        Assert.Contains("Outbound:AllowedNetworks", message);
        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("localhost.")]
    [InlineData("127.0.0.1.")]
    [InlineData("①②⑦.⓪.⓪.①")]
    public async Task A_spelling_that_only_some_resolvers_understand_gets_nowhere_either(string host)
    {
        await using var peer = await HttpPeer.Saying("inside");
        using var door = Door.Closed();

        await door.Failure(Door.Get($"http://{host}:{peer.Url.Port}/"));

        Assert.Empty(peer.Requests);
    }

    [Theory]
    [InlineData("169.254.169.254")]
    [InlineData("2852039166")]
    [InlineData("0xa9fea9fe")]
    [InlineData("[::ffff:169.254.169.254]")]
    [InlineData("[64:ff9b::a9fe:a9fe]")]
    [InlineData("[fe80::1]")]
    [InlineData("[fd00:ec2::254]")]
    [InlineData("0")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    [InlineData("[::ffff:0:0]")]
    public async Task No_spelling_of_a_forbidden_address_gets_through_even_when_all_networks_are_allowed(string host)
    {
        using var door = Door.Open(new() { AllowedNetworks = ["0.0.0.0/0", "::/0"] });

        Assert.Contains("always refused", await door.Failure(Door.Get($"http://{host}/latest/meta-data/")));
    }

    [Fact]
    public async Task An_allowed_network_is_reached_by_address_and_by_name()
    {
        await using var peer = await HttpPeer.Saying("inside");
        using var door = Door.Open(new() { AllowedNetworks = ["127.0.0.0/8"] });

        Assert.Equal("inside", (await door.Send(Door.Get(peer.Url))).Text());
        Assert.Equal("inside", (await door.Send(Door.Get(Door.ByName(peer.Url)))).Text());
    }

    [Fact]
    public async Task The_whole_message_says_what_was_tried_and_what_to_change()
    {
        using var door = Door.Closed();

        Assert.Equal(
            "GET http://127.0.0.1:8080/a failed. 127.0.0.1 is a loopback address. "
            + "To let workflows reach it, add 127.0.0.1/32 or its network to the setting Outbound:AllowedNetworks.",
            await door.Failure(Door.Get("http://127.0.0.1:8080/a?key=secret")));
    }

    [Theory]
    [InlineData("http://169.254.169.254/latest/meta-data/", "always refused")]
    [InlineData("http://10.0.0.1/", "Outbound:AllowedNetworks")]
    [InlineData("http://[::ffff:a00:1]/", "Outbound:AllowedNetworks")]
    [InlineData("file:///etc/passwd", "file: addresses cannot be called")]
    [InlineData("gopher://127.0.0.1/", "gopher: addresses cannot be called")]
    [InlineData("http://me:word@127.0.0.1/", "a user name or a password")]
    public async Task A_redirect_is_checked_like_a_first_address(string target, string reason)
    {
        await using var peer = await HttpPeer.Start(context =>
        {
            context.Response.Redirect(target);
            return Task.CompletedTask;
        });
        using var door = Door.ToLoopback();

        var message = await door.Failure(Door.Get(peer.Url));

        Assert.Contains(reason, message);
        Assert.Contains("redirected to", message);
    }

    [Fact]
    public async Task A_certificate_cannot_make_us_fetch_its_issuer()
    {
        await using var inside = await HttpPeer.Saying("not a certificate");
        using var certificate = Certificates.NamingItsIssuerAt(inside.Url);
        await using var peer = await HttpPeer.Start(_ => Task.CompletedTask, certificate);
        using var door = Door.ToLoopback();

        var message = await door.Failure(Door.Get(peer.Url));

        Assert.Contains("The secure connection failed", message);
        Assert.Empty(inside.Requests);
    }
}
