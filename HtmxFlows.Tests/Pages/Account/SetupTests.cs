using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Tests.Accounts;
using HtmxFlows.Tests.Api;
using HtmxFlows.Tests.Web;
using HtmxFlows.Web;
using Microsoft.Extensions.DependencyInjection;

namespace HtmxFlows.Tests.Pages.Account;

public sealed class SetupTests : IAsyncDisposable
{
    /// <summary>An app as it is on an address that others can reach.</summary>
    readonly App app = new() { Configure = host => host.ConfigureServices(services => services.AddSingleton(new Reach(IsNetwork: true))) };

    public ValueTask DisposeAsync() => app.DisposeAsync();

    [Fact]
    public async Task Without_users_everything_is_closed_but_the_set_up()
    {
        using var visitor = app.Visit();
        var page = await visitor.Open("/runs");
        var api = await visitor.Call("GET /api/workflows");

        Assert.Equal(("/setup", HttpStatusCode.Forbidden), (page.Address, page.Status));
        Assert.Empty(page.All("main form, .top nav"));
        Assert.Contains("no users yet", api.Problem(401), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_owner_is_made_once_and_is_signed_in()
    {
        var token = app.Get<SetupToken>().Issue();
        using var visitor = app.Visit();
        var form = await visitor.Open($"/setup?token={token}");
        Assert.Equal(["username", "email", "new-password"], form.All("main input[autocomplete]").Select(field => field.GetAttribute("autocomplete")));
        var refused = await visitor.Submit(form.One("main form"), new Dictionary<string, string> { ["name"] = "Ada", ["password"] = "short" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, refused.Status);
        Assert.Contains("shorter than 12", refused.One("#password-help").Words(), StringComparison.Ordinal);
        Assert.Equal("Ada", refused.One("#name").GetAttribute("value"));

        var people = await visitor.Submit(refused.One("main form"), new Dictionary<string, string> { ["password"] = Team.Password });

        Assert.Equal("/people", people.Address);
        Assert.Equal("owner", people.One("tbody tr td:nth-child(3)").Words());
        using var other = app.Visit();
        Assert.Equal(HttpStatusCode.Forbidden, (await other.Open($"/setup?token={token}")).Status);
        Assert.StartsWith("/sign-in", (await other.Open("/")).Address, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("?token=")]
    [InlineData("?token=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    public async Task Without_the_secret_there_is_no_form(string query)
    {
        app.Get<SetupToken>().Issue();
        using var visitor = app.Visit();
        var page = await visitor.Open($"/setup{query}");

        Assert.Equal(HttpStatusCode.Forbidden, page.Status);
        Assert.Empty(page.All("form"));
    }

    [Fact]
    public async Task On_an_open_app_the_first_owner_is_added_under_People_and_closes_it()
    {
        await using var open = new App();
        using var visitor = open.Visit();
        var form = await visitor.Open("/people/new");
        Assert.Equal(["owner"], form.Texts("#role option"));
        var page = await visitor.Submit(form.One("main form"), new Dictionary<string, string> { ["name"] = "Ada", ["password"] = Team.Password });

        Assert.Equal("/sign-in?return=%2Fpeople", page.Address);
        Assert.Equal(("Ada", Role.Owner), (open.Get<Users>().List().Single().Name, open.Get<Users>().List().Single().Role));
    }
}
