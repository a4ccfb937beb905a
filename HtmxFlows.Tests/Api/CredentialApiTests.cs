using System.Net;
using HtmxFlows.Accounts;
using HtmxFlows.Credentials;
using HtmxFlows.Tests.Accounts;

namespace HtmxFlows.Tests.Api;

public sealed class CredentialApiTests(Team team) : IClassFixture<Team>
{
    [Fact]
    public async Task A_program_with_the_scope_admin_adds_lists_and_deletes_credentials()
    {
        using var program = team.App.Visit();
        var bearer = await Token("admin");
        var made = await program.Call("POST /api/credentials", new { name = "MADE", kind = "bearer", hosts = new[] { "a.example.com", "*.b.example.com" }, fields = new { token = "open sesame" } }, bearer);
        Assert.Equal(HttpStatusCode.Created, made.Status);
        var address = made.Response.Headers.Location!.ToString();
        var list = await program.Call("GET /api/credentials", null, bearer);

        Assert.Equal("open sesame", team.App.Get<CredentialSource>().Current.Credentials.Single(one => one.Name == "MADE")["token"]);
        Assert.Equal(made.Source, (await program.Call($"GET {address}", null, bearer)).Source);
        Assert.Equal(("MADE", "bearer", "a.example.com *.b.example.com"), list.Json().EnumerateArray().Where(one => one.Text("name") == "MADE").Select(one => (one.Text("name"), one.Text("kind"), string.Join(' ', one.GetProperty("hosts").EnumerateArray().Select(host => host.GetString())))).Single());
        Assert.DoesNotContain("sesame", made.Source + list.Source, StringComparison.Ordinal);
        Assert.Equal("token", team.App.Get<AuditLog>().Read(new(Action: "credential.added"), null, 10).First(entry => entry.Subject == "MADE").ActorKind);
        Assert.Equal(HttpStatusCode.NoContent, (await program.Call($"DELETE {address}", null, bearer)).Status);
        Assert.Equal("The credential does not exist.", (await program.Call($"DELETE {address}", null, bearer)).Problem(404));
        Assert.Equal("The credential does not exist.", (await program.Call($"GET {address}", null, bearer)).Problem(404));
    }

    [Fact]
    public async Task A_token_without_the_scope_is_refused()
    {
        using var program = team.App.Visit();

        Assert.Equal("The token does not have the scope admin. Make one that has it.", (await program.Call("GET /api/credentials", null, await Token("workflows:write"))).Problem(403));
    }

    [Theory]
    [InlineData("""{"name": "X", "kind": "bear", "hosts": ["a.example.com"]}""", "`kind` must be one of bearer, header,")]
    [InlineData("""{"name": "X", "kind": "bearer", "hosts": ["a.example.com"], "fields": {"tokn": "abcd"}}""", "`tokn` is no field of the kind bearer. The fields are token.")]
    [InlineData("""{"name": "X", "kind": "bearer", "hosts": [], "fields": {"token": "abcd"}}""", "Enter the hosts to which it may be sent")]
    [InlineData("""{"name": "X", "kind": "bearer", "hosts": ["a.example.com"]}""", "Token is required.")]
    [InlineData("""{"name": "X", "kind": "bearer", "hosts": ["a.example.com"], "value": "abcd"}""", "`value` is not a member of this request.")]
    public async Task What_cannot_be_used_is_a_422_that_names_the_member(string body, string sentence)
    {
        using var program = team.App.Visit();

        Assert.StartsWith(sentence, (await program.Call("POST /api/credentials", HtmxFlows.Data.Json.Parse(body), await Token("admin"))).Problem(422), StringComparison.Ordinal);
    }

    async Task<(string, string)> Token(string scope) =>
        ("Authorization", $"Bearer {Assert.IsType<TokenOutcome.Made>(await team.App.Get<ApiTokens>().Make(team.User(Role.Owner), "Test", [scope], 1, Actor.System)).Secret}");
}
