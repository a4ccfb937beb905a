using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Pages.Account;

namespace HtmxFlows.Tests.Web;

/// <summary>Every address that says where to return leads to the app, whatever it says.</summary>
public sealed class ReturnAddressTests(Team team) : IClassFixture<Team>
{
    static readonly string[] Elsewhere =
    [
        "https://evil.example/", "//evil.example/", "///evil.example", "/\\evil.example/", "\\/evil.example", "/\t/evil.example", " //evil.example", "~//evil.example", "javascript:alert(1)", "/\r\nLocation: https://evil.example", "/\u2028/evil.example", "/é",
    ];

    [Fact]
    public async Task Signing_in()
    {
        foreach (var address in Elsewhere)
        {
            using var visitor = team.App.Visit();
            var page = await SignInTests.SignIn(visitor, await visitor.Open($"/sign-in?return={Uri.EscapeDataString(address)}"), "Vera", Team.Password);

            Assert.Equal(("/", HttpStatusCode.OK), (page.Address, page.Status));
        }
    }

    [Fact]
    public async Task Signing_in_with_a_code()
    {
        var user = Assert.IsType<UserOutcome.Saved>(await team.App.Get<Users>().Add(new("Tess", "", Role.Viewer), Team.Password, new Actor.Person(team.User(Role.Owner), Guid.Empty))).User;
        var secret = AppSecret.New();
        var codes = new Queue<string>(Codes(await team.App.Get<SecondFactors>().Set(user, secret, secret.CodeAt(DateTimeOffset.UtcNow), Actor.System)));
        foreach (var address in Elsewhere)
        {
            if (codes.Count == 0)
                codes = new(Codes(await team.App.Get<SecondFactors>().RenewCodes(user, Actor.System)));
            using var visitor = team.App.Visit();
            await SignInTests.SignIn(visitor, await visitor.Open("/sign-in"), "Tess", Team.Password);
            var form = await visitor.Open($"/sign-in/code?return={Uri.EscapeDataString(address)}");
            var page = await visitor.Submit(form.One("main form"), new Dictionary<string, string> { ["code"] = codes.Dequeue() });

            Assert.Equal(("/", HttpStatusCode.OK), (page.Address, page.Status));
        }

        static IReadOnlyList<string> Codes(SecondFactorOutcome outcome) => Assert.IsType<SecondFactorOutcome.Saved>(outcome).Codes;
    }

    [Fact]
    public async Task Coming_to_the_sign_in_with_a_session()
    {
        using var visitor = await team.Visit(Role.Viewer);
        foreach (var address in Elsewhere)
            Assert.Equal(("/", HttpStatusCode.OK), await Where(visitor, $"/sign-in?return={Uri.EscapeDataString(address)}"));
        Assert.Equal(("/store", HttpStatusCode.OK), await Where(visitor, "/sign-in?return=/store"));
    }

    [Fact]
    public async Task Choosing_a_time_zone()
    {
        using var visitor = await team.Visit(Role.Viewer);
        foreach (var address in Elsewhere.Append("/runs?q=a"))
        {
            var form = await visitor.Open($"/time-zone?back={Uri.EscapeDataString(address)}");
            var page = await visitor.Submit(form.One("main form"));

            Assert.Equal((address == "/runs?q=a" ? address : "/", HttpStatusCode.OK), (page.Address, page.Status));
        }
    }

    static async Task<(string, HttpStatusCode)> Where(Visitor visitor, string address)
    {
        var page = await visitor.Open(address);
        return (page.Address, page.Status);
    }
}
